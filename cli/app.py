"""The command `drill`: which commands there are, and the one place where errors become words."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType
from typing import Annotated, NoReturn

import typer

from cli import author, benching, practice, progress, upkeep
from grader.errors import DrillError

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
app.command()(benching.bench)
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
        app()
    except DrillError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has gone, `drill list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception:
        _fault(traceback.format_exc())
        sys.exit(3)
    sys.exit(0)


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
