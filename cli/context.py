"""What every command needs, made once: bank, store, consoles, and which problem is meant."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from grader.bank import Bank, Exercise
    from grader.paths import Paths
    from grader.store import Store

WIDE = 4096  # columns where there is no terminal: nothing is cut or wrapped


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Context:
    """Made by the app, handed to the commands. What they know of the time is its clock's."""

    def __init__(self, folder: Path | None = None, clock: Callable[[], datetime] = now) -> None:
        self.folder = folder or Path.cwd()
        self.clock = clock

    @property
    def today(self) -> date:
        """The person's own date."""
        return self.clock().astimezone().date()

    @cached_property
    def bank(self) -> Bank:
        """The problems."""
        from grader.bank import Bank

        return Bank()

    @cached_property
    def names(self) -> list[str]:
        """The names of all problems."""
        return self.bank.names()

    @cached_property
    def paths(self) -> Paths:
        """Prerequisites and learning paths."""
        from grader.paths import load_paths

        return load_paths(self.bank)

    @cached_property
    def store(self) -> Store:
        """What lasts."""
        from grader.store import Store

        return Store(clock=self.clock, tell=self.say)

    @cached_property
    def out(self) -> Console:
        """Standard output: data."""
        return _console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Standard error: words."""
        return _console(sys.stderr)

    def say(self, words: RenderableType) -> None:
        """Print words for the person, on stderr."""
        _print(self.err, words)

    def show(self, renderable: RenderableType) -> None:
        """Print a rendered thing on stdout."""
        _print(self.out, renderable)

    def busy(self, words: str) -> AbstractContextManager[object]:
        """Show on a terminal that something is going on."""
        return self.err.status(words) if self.err.is_terminal else nullcontext()

    def json(self, value: object) -> None:
        """Print one JSON document on one line, on stdout."""
        import msgspec

        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
        sys.stdout.flush()

    def device(self, asked: str | None) -> str:
        """Return the device that is asked for, else the one that is set, else `auto`.

        Raises:
            UsageError: there is no such device.
        """
        from grader.settings import DEVICE, DEVICES, one_of

        return one_of("device", asked or self.store.setting(DEVICE) or "auto", DEVICES)

    def problem(self, query: str | None) -> str:
        """Return the problem that is meant: the argument, else the folder, else the current one.

        Raises:
            UsageError: none is meant, or the argument fits none.
        """
        from grader.workspace import problem_at

        if query:
            return self.bank.find(query)
        if here := problem_at(self.folder, self.names):
            return here
        current = self.store.current()
        if current in self.names:
            return str(current)
        raise UsageError(
            "no problem is in progress", remedy="drill new PROBLEM starts one; drill list"
        )

    def exercise(self, query: str | None) -> Exercise:
        """Return the problem that is meant, loaded."""
        return self.bank.load(self.problem(query))

    def new_path(self, problem: str) -> Path:
        """Return where an attempt at a problem begins, seen from this folder."""
        from grader.workspace import attempt_path, root_at

        return attempt_path(root_at(self.folder, self.names), problem)

    def attempt(self, problem: str) -> Path:
        """Return where the attempt lies.

        Raises:
            UsageError: there is none.
        """
        if path := self.begun(problem):
            return path
        raise UsageError(f"there is no attempt at {problem} yet", remedy=f"drill new {problem}")

    def begun(self, problem: str) -> Path | None:
        """Return where the attempt lies, if there is one: here, else where it was begun last."""
        from grader.store import EventKind

        here = self.new_path(problem)
        if here.exists():
            return here
        begun = [e.detail for e in self.store.events(problem) if e.kind is EventKind.STARTED]
        for path in reversed(begun):
            if Path(path).exists():
                return Path(path)
        return None


def _console(stream: object) -> Console:
    from rich.console import Console

    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    width = None if is_terminal else WIDE
    return Console(file=stream, width=width, highlight=False, emoji=False)  # type: ignore[arg-type]


def _print(console: Console, renderable: RenderableType) -> None:
    """Print; where there is no terminal, without the blanks that fill lines up."""
    if console.is_terminal:
        console.print(renderable, markup=False)
        return
    with console.capture() as captured:
        console.print(renderable, markup=False)
    lines = captured.get().split("\n")
    console.file.write("\n".join(line.rstrip() for line in lines))
    console.file.flush()


def shorten(path: Path) -> str:
    """Return a path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def require_folder(path: Path) -> None:
    """Make sure that a file which is to be written has a folder.

    Raises:
        UsageError: it has none.
    """
    if not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {path.absolute().parent}")
