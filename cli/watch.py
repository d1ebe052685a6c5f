"""`drill watch`: one screen that follows a file, checked anew at every save."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context, shorten
from cli.practice import Problem, show_grade

if TYPE_CHECKING:
    from rich.live import Live

    from cli.keys import Keyboard
    from grader.bank import Exercise
    from grader.model import Report
    from grader.watching import Event, Rechecker, Trouble


@dataclass
class View:
    """What the screen shows."""

    exercise: Exercise
    path: Path
    began: datetime
    report: Report | None = None
    trouble: Trouble | None = None
    running: bool = False
    solved: datetime | None = None  # when it first passed here
    beside: str = ""  # Markdown in place of the report: a hint or the statement
    page: int = 0  # of what is longer than the screen
    passed: set[str] = field(default_factory=set)  # digests of what has passed here


def watch(
    problem: Problem = None,
    bell: Annotated[
        bool, typer.Option("--bell", help="Ring the terminal's bell at the first pass.")
    ] = False,
) -> None:
    """Check the attempt at every save, on one screen. A pass is recorded; what fails is not."""
    context = Context()
    name = context.problem(problem)
    on_a_terminal = context.out.is_terminal and sys.stdin.isatty()
    follow = _on_screen if on_a_terminal else _in_lines
    context.attempt(name)
    context.store.require_writable()
    wanted: str | None = name
    passed = False
    while wanted is not None:
        name = wanted
        passed, wanted = follow(context, name, bell)
    raise typer.Exit(0 if passed else 1)


def _view(context: Context, name: str) -> View:
    from grader.store import EventKind

    exercise = context.bank.load(name)
    started = [e.at for e in context.store.events(name) if e.kind is EventKind.STARTED]
    return View(exercise, context.attempt(name).resolve(), max(started, default=context.clock()))


# ---- on a terminal ------------------------------------------------------------------------


def _on_screen(context: Context, name: str, bell: bool) -> tuple[bool, str | None]:
    """Follow one problem on the whole screen; return whether it passes, and which is next."""
    from rich.live import Live

    from cli import render_watch
    from cli.keys import Keyboard
    from grader.checking import Options
    from grader.watching import Rechecker

    view = _view(context, name)
    keyboard: Keyboard[Event] = Keyboard()
    options = Options(device=context.device(None), timing=False)
    live = Live(console=context.out, screen=True, auto_refresh=False)
    with (
        live,
        keyboard,
        Rechecker(view.exercise, view.path, options, keyboard.post) as checker,
        _Watcher(view.path, checker),
    ):
        checker.check()
        wanted = _loop(context, view, (live, keyboard, checker), bell)
    if view.report:
        context.show(render_watch.last(view.report))
        show_grade(context, view.report)
    return _passes(view), wanted


def _loop(
    context: Context,
    view: View,
    parts: tuple[Live, Keyboard[Event], Rechecker],
    bell: bool,
) -> str | None:
    """Show, wait, act, until a key ends it; return the next problem, where there is to be one."""
    from cli import render_watch

    live, keyboard, checker = parts
    while True:
        live.update(render_watch.screen(view, context.clock()), refresh=True)
        try:
            came = keyboard.wait(seconds=1)
        except EOFError:
            return None
        if came is None:
            continue
        if not isinstance(came, str):
            if _take(context, view, came) and bell and len(view.passed) == 1:
                live.console.bell()
            continue
        key = came[:1].lower()
        view.page = view.page + 1 if key == " " else 0
        match key:
            case "q":
                return None
            case "n":
                if wanted := _next(context, view):
                    return wanted
            case "r":
                view.beside = ""
                checker.check(anew=True)
            case "h":
                view.beside = _hint(context, view.exercise)
            case "s":
                view.beside = "" if view.beside else view.exercise.problem.statement
            case _ if key != " ":
                view.beside = ""


def _take(context: Context, view: View, event: Event) -> bool:
    """Let an event change the view; say whether it was a pass, of new bytes.

    That is recorded, and so is every check that was asked for; what fails while typing is not.
    """
    from grader.watching import Checked, Running, Trouble

    match event:
        case Running():
            view.running = True
        case Trouble():
            view.trouble, view.running = event, False
        case Checked(source=source, report=report, asked=asked):
            view.report, view.trouble, view.running, view.beside = report, None, False, ""
            view.page = 0
            is_new = _passes(view) and source.attempt.sha256 not in view.passed
            if is_new or asked:
                context.store.record(report, source.text, whole=True)
            if is_new:
                view.passed.add(source.attempt.sha256)
                view.solved = view.solved or context.clock()
            return is_new
        case BaseException():
            raise event
    return False


def _passes(view: View) -> bool:
    from grader.model import Verdict

    return view.report is not None and view.report.verdict is Verdict.ACCEPTED


def _hint(context: Context, exercise: Exercise) -> str:
    from cli.practice import next_hint

    number, text = next_hint(context, exercise)
    return f"**Hint {number} of {len(exercise.problem.hints)}**\n\n{text}"


def _next(context: Context, view: View) -> str | None:
    """Begin the problem that comes next, unless it was begun."""
    from cli import recall
    from cli.practice import start
    from grader.choosing import Act

    found = recall.tracks(context)
    due = recall.agenda(context, found)
    choice = recall.choice(context, found, due, besides=view.exercise.name)
    if choice is None:
        view.beside = "No other problem is left to solve."
        return None
    name = choice.problem
    redone = choice.act is Act.REVIEW
    if redone or not context.begun(name):
        path = context.begun(name) or context.new_path(name)
        start(context, context.bank.load(name), path, force=redone)
    context.store.set_current(name)
    return name


class _Watcher:
    """Asks for a check whenever the file changes."""

    def __init__(self, path: Path, checker: Rechecker) -> None:
        self._path = path
        self._checker = checker
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(1)

    def _follow(self) -> None:
        from grader.watching import changes

        for _ in changes(self._path, self._stop):
            self._checker.check()


# ---- elsewhere ----------------------------------------------------------------------------


def _in_lines(context: Context, name: str, bell: bool) -> tuple[bool, str | None]:
    """Follow one problem where there is no terminal: a report after every save, until Ctrl-C."""
    import queue

    from cli import render
    from grader.checking import Options
    from grader.watching import Checked, Rechecker, Trouble

    view = _view(context, name)
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    options = Options(device=context.device(None), timing=False)
    context.say(f"watching {name}: {shorten(view.path)}; Ctrl-C ends it")
    with (
        Rechecker(view.exercise, view.path, options, events.put) as checker,
        _Watcher(view.path, checker),
    ):
        checker.check()
        while True:
            event = events.get()
            if _take(context, view, event) and bell and len(view.passed) == 1:
                context.err.bell()
            match event:
                case Checked(report=report):
                    context.show(render.report(report))
                case Trouble():
                    context.say(f"drill: {event.message}\n  {event.remedy}")
