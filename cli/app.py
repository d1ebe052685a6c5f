"""The outermost frame of a command: its interrupts, and the one place where errors become words.

Imports next to nothing by itself, so that a Ctrl-C during start-up already finds it there.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from grader.errors import DrillError, UsageError

if TYPE_CHECKING:
    import typer


class _Interrupted(SystemExit):
    """Ctrl-C; what is open is closed on the way out."""


def main() -> NoReturn:
    """Run the command; every error a person can mend becomes one line and an exit code."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        code = _guarded()
    except _Interrupted:
        # it may have come while rich had hidden the cursor and not yet begun to watch over it
        os.write(2, (b"\x1b[?25h" if os.isatty(2) else b"") + b"interrupted\n")
        raise
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said and done
    sys.exit(code)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not spoil the clearing up
    raise _Interrupted(130)


def _guarded() -> int:
    try:
        return _run()
    except DrillError as error:
        _tell(error)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output has gone, `drill list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:
        import traceback

        _fault(traceback.format_exc())
        return 3


def _run() -> int:
    """Run the command; what typer finds wrong with its words is an error like ours."""
    import typer

    from cli.commands import app

    try:
        return int(app(sys.argv[1:])(standalone_mode=False) or 0)
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


def _tell(error: DrillError) -> None:
    if "--json" in sys.argv:
        import msgspec

        words = {"kind": error.kind, "message": error.message, "remedy": error.remedy}
        print(msgspec.json.encode({"schema": 1, "error": words}).decode())
    remedy = f"\n  {error.remedy}" if error.remedy else ""
    print(_broken(f"drill: {error.message}{remedy}"), file=sys.stderr)


def _broken(words: str) -> str:
    """Return words in lines that a terminal need not break inside a word."""
    if not sys.stderr.isatty():
        return words
    import shutil
    import textwrap

    lines = textwrap.TextWrapper(
        shutil.get_terminal_size().columns - 1,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines.fill(line) for line in words.splitlines())


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
