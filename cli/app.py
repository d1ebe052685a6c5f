"""The command `drill`: which commands there are, and the one place where errors become words."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType
from typing import Annotated, NoReturn

import typer

from cli import author, practice, progress, upkeep
from grader.errors import DrillError, UsageError

app = typer.Typer(
    help="PyTorch interview problems at the terminal: write the answer, learn why it is wrong.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(practice.new)
app.command()(practice.check)
app.command("list")(progress.list_problems)
app.command()(practice.show)
app.command()(practice.hint)
app.command()(practice.solution)
app.command()(practice.reset)
app.command()(progress.stats)
app.command()(progress.history)
app.command()(upkeep.demo)
app.command()(upkeep.doctor)
app.command()(author.verify)
app.command("new-problem")(author.new_problem)
app.command()(author.grade)


def _version(wanted: bool) -> None:
    if wanted:
        from grader.check import drill_version

        typer.echo(f"drill {drill_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (its callback acts)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """PyTorch interview problems at the terminal: write the answer, learn why it is wrong."""
    if context.invoked_subcommand is None:
        progress.home()


def main() -> NoReturn:
    """Run the command; every error a person can mend becomes one line and an exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    try:
        code = _run()
    except DrillError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has gone, `drill list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception:
        _fault(traceback.format_exc())
        sys.exit(3)
    sys.exit(code)


def _run() -> int:
    """Run the command; what typer finds wrong with its words is an error like ours."""
    try:
        return int(app(standalone_mode=False) or 0)
    except typer.TyperException as error:
        raise _misused(error) from None
    except typer.Abort:  # a question was answered with no
        print("nothing was changed", file=sys.stderr)
        return 1


def _misused(error: typer.TyperException) -> UsageError:
    """Return typer's error in our form: what is wrong, and what was probably meant."""
    import re

    asked = getattr(error, "ctx", None)
    remedy = f"{asked.command_path if asked else 'drill'} -h shows what it takes"
    words = error.format_message().replace("a valid int range", "a whole number").rstrip(".")
    if near := re.search(r"\.? \(?(?:Did you mean|Possible options:) ([^?)]+)[?)]$", words):
        words, remedy = words[: near.start()], f"did you mean {near[1]}? {remedy}"
    return UsageError(words[:1].lower() + words[1:], remedy=remedy)


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not spoil the clearing up
    print("interrupted", file=sys.stderr)
    sys.exit(130)


def _tell(error: DrillError) -> None:
    if "--json" in sys.argv:
        import msgspec

        words = {"kind": error.kind, "message": error.message, "remedy": error.remedy}
        print(msgspec.json.encode({"schema": 1, "error": words}).decode())
    remedy = f"\n  {error.remedy}" if error.remedy else ""
    print(f"drill: {error.message}{remedy}", file=sys.stderr)


def _fault(words: str) -> None:
    from grader.machine import LAST_ERROR
    from grader.store import data_folder

    path = data_folder() / LAST_ERROR
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
        where = f"; the details are in {path}"
    except OSError:
        where = f":\n{words}"
    print(f"drill: a fault of ours, not counted against you{where}", file=sys.stderr)
    print("  drill doctor prints what a report needs", file=sys.stderr)


if __name__ == "__main__":
    main()
