"""`drill mock`: a timed interview on hidden problems, which outlives its terminal."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.context import Context, shorten
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from cli.keys import Keyboard
    from grader.bank import Exercise
    from grader.mock import Mock, Step, Summary
    from grader.model import Report
    from grader.watching import Event


@dataclass
class Desk:
    """What the screen of a mock shows."""

    mock: Mock
    exercise: Exercise
    solved: frozenset[int]
    report: Report | None = None
    running: bool = False
    reads: bool = True  # the statement, in place of the last report
    page: int = 0  # of what is longer than the screen
    ending: bool = False  # the key that ends it was pressed once


def mock(
    minutes: Annotated[int, typer.Option(help="How long it takes.", min=5, max=480)] = 45,
    topics: Annotated[
        str,
        typer.Option(help="Only these, as a,b,c.", autocompletion=completion.several_topics),
    ] = "",
    level: Annotated[str, typer.Option(help="easy, medium or hard; else a mixture.")] = "",
    seed: Annotated[int | None, typer.Option(help="Draw the same again.", min=0)] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the one that runs.")] = False,
    check: Annotated[
        int | None, typer.Option("--check", metavar="N", help="Grade problem N of it.", min=1)
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="End it and show the result.")] = False,
    last: Annotated[bool, typer.Option("--last", help="Show the result of the last one.")] = False,
    json: Json = False,
) -> None:
    """Hold a mock interview: problems drawn for the time, no hints, a clock, a score."""
    context = Context()
    context.store.require_writable()
    going_on = _running(context)
    if last:
        _show_result(context, _latest(context), json=json)
    elif end:
        _finish(context, _required(going_on), json=json)
    elif check is not None:
        raise typer.Exit(_check(context, _required(going_on), check - 1, json=json))
    elif resume:
        _hold(context, _required(going_on), json=json)
    elif going_on:
        raise UsageError(
            "a mock interview is running", remedy="drill mock --resume goes on, --end ends it"
        )
    else:
        _hold(context, _begin(context, minutes, topics, level, seed), json=json)


def _running(context: Context) -> Mock | None:
    from grader.mock import running

    return running(context.store.events(), context.clock())


def _required(found: Mock | None) -> Mock:
    if found is None:
        raise UsageError(
            "no mock interview is running", remedy="drill mock begins one; --last shows the last"
        )
    return found


def _latest(context: Context) -> Mock:
    from grader.mock import mocks

    if not (found := mocks(context.store.events())):
        raise UsageError("there was no mock interview yet", remedy="drill mock begins one")
    return found[-1]


def _fresh(context: Context, mock: Mock) -> Mock:
    from grader.mock import mocks

    return next(m for m in mocks(context.store.events()) if m.plan.id == mock.plan.id)


def _note(context: Context, step: Step) -> None:
    from grader.mock import NAME, encode
    from grader.store import EventKind

    context.store.note(NAME, EventKind.MOCK, encode(step))


def _begin(context: Context, minutes: int, topics: str, level: str, seed: int | None) -> Mock:
    """Draw the problems, write their stubs to a folder of their own, and start the clock."""
    from random import Random

    from cli import render_mock
    from grader.mock import Begin, draw
    from grader.stats import Status, standings
    from grader.store import EventKind
    from grader.workspace import put, root_at, scaffold

    _known_level(level)
    names = _of_topics(context, topics)
    exercises = {name: context.bank.load(name) for name in names}
    fitting = {n: e for n, e in exercises.items() if level in ("", e.problem.difficulty)}
    rows = standings(names, context.store.checks(), context.store.events())
    drawn = draw(
        {name: e.problem.minutes for name, e in fitting.items()},
        {name: e.problem.difficulty for name, e in fitting.items()},
        minutes,
        Random(seed),
        [row.problem for row in rows if row.status is Status.SOLVED],
    )
    if not drawn:
        raise UsageError(
            f"no problem fits {minutes} minutes", remedy="more --minutes, or fewer conditions"
        )
    name = context.clock().strftime("%Y%m%d-%H%M%S-") + os.urandom(2).hex()
    folder = root_at(context.folder, context.names) / f"mock-{name}"
    paths = [folder / f"problem_{number}.py" for number in range(1, len(drawn) + 1)]
    for number, (path, problem) in enumerate(zip(paths, drawn, strict=True), 1):
        scaffold(path, exercises[problem].stub)
        put(path.with_suffix(".md"), render_mock.text(exercises[problem], number))
    _note(context, Begin(name, minutes, tuple(drawn), tuple(map(str, paths))))
    for path, problem in zip(paths, drawn, strict=True):
        context.store.note(problem, EventKind.STARTED, str(path))
    return _required(_running(context))


def _known_level(level: str) -> None:
    from grader.model import Difficulty

    if level and level not in list(Difficulty):
        raise UsageError(f"--level cannot be {level!r}", remedy=f"one of: {', '.join(Difficulty)}")


def _of_topics(context: Context, topics: str) -> list[str]:
    if not topics:
        return context.names
    known = sorted({name.partition("/")[0] for name in context.names})
    wanted = [topic.strip() for topic in topics.split(",") if topic.strip()]
    for topic in wanted:
        if topic not in known:
            raise UsageError(f"there is no topic {topic!r}", remedy=f"there are {', '.join(known)}")
    return [name for name in context.names if name.partition("/")[0] in wanted]


# ---- holding it ---------------------------------------------------------------------------


def _hold(context: Context, mock: Mock, *, json: bool) -> None:
    if json:
        context.json(_standing(context, mock))
    elif context.out.is_terminal and sys.stdin.isatty():
        _on_screen(context, mock)
    else:
        _in_lines(context, mock)


def _standing(context: Context, mock: Mock) -> dict[str, object]:
    from grader.mock import solved

    left = (mock.deadline - context.clock()).total_seconds()
    passes = solved(mock, context.store.checks())
    return {
        "schema": 1,
        "id": mock.plan.id,
        "minutes": mock.plan.minutes,
        "seconds_left": round(left),
        "problems": [
            {"number": n + 1, "path": path, "solved": n in passes}
            for n, path in enumerate(mock.plan.paths)
        ],
    }


def _in_lines(context: Context, mock: Mock) -> None:
    """Print the problems, where there is no terminal to hold the interview on."""
    from cli import render_mock
    from cli.render_watch import clock

    for number, problem in enumerate(mock.plan.problems, 1):
        exercise = context.bank.load(problem)
        context.show(render_mock.statement(exercise, number, pretty=False))
        typer.echo(mock.plan.paths[number - 1])
    left = clock((mock.deadline - context.clock()).total_seconds())
    context.say(f"{left} left; drill mock --check N grades problem N, --end ends it")


def _on_screen(context: Context, mock: Mock) -> None:
    """Hold it on the whole screen until it is over or left; the clock runs on."""
    from rich.live import Live

    from cli.keys import Keyboard

    keyboard: Keyboard[Event] = Keyboard()
    live = Live(console=context.out, screen=True, auto_refresh=False)
    over = False
    with live, keyboard:
        while not over:
            wanted = _at_one(context, _fresh(context, mock), live, keyboard)
            over = wanted is None
            if wanted is not None and wanted >= 0:
                _turn(context, mock, wanted)
            elif wanted is not None:
                break
    if over:
        _finish(context, _fresh(context, mock), json=False)
    else:
        context.say("the clock runs on; drill mock --resume goes on, --end ends it")


LEFT = -1


def _at_one(context: Context, mock: Mock, live: object, keyboard: Keyboard[Event]) -> int | None:
    """Show one problem until a key leads away: to another one, LEFT, or None for the end."""
    from rich.live import Live

    from cli import render_mock
    from grader.checking import Options
    from grader.mock import solved
    from grader.watching import Rechecker

    assert isinstance(live, Live)
    index = mock.index
    exercise = context.bank.load(mock.plan.problems[index])
    path = Path(mock.plan.paths[index])
    desk = Desk(mock, exercise, frozenset(solved(mock, context.store.checks())))
    options = Options(device=context.device(None), timing=False, diagnose=False)
    with Rechecker(exercise, path, options, keyboard.post) as checker:
        while True:
            if mock.is_over(context.clock()):
                return None
            live.update(render_mock.screen(desk, context.clock()), refresh=True)
            try:
                came = keyboard.wait(seconds=1)
            except EOFError:
                return LEFT
            if came is None:
                continue
            if not isinstance(came, str):
                if _take(context, desk, came) and len(desk.solved) == len(mock.plan.problems):
                    return None
                continue
            key = came[:1].lower()
            if key == "e" and desk.ending:
                return None
            desk.ending = key == "e"
            desk.page = desk.page + 1 if key == " " else 0
            match key:
                case "c":
                    checker.check(anew=True)
                case "s":
                    desk.reads = not desk.reads
                case "n":
                    return (index + 1) % len(mock.plan.problems)
                case "p":
                    return (index - 1) % len(mock.plan.problems)
                case "q":
                    return LEFT


def _take(context: Context, desk: Desk, event: Event) -> bool:
    """Let an event change the screen and the record; say whether it solved a problem."""
    from grader.mock import solved
    from grader.model import Verdict
    from grader.watching import Checked, Running

    match event:
        case Running():
            desk.running = True
        case Checked(source=source, report=report):
            context.store.record(report, source.text, whole=True)
            desk.report, desk.running, desk.reads, desk.page = report, False, False, 0
            desk.solved = frozenset(solved(desk.mock, context.store.checks()))
            return report.verdict is Verdict.ACCEPTED
        case BaseException():
            raise event
    return False


def _turn(context: Context, mock: Mock, index: int) -> None:
    from grader.mock import Turn
    from grader.store import EventKind

    if index and index not in {turned for _, turned in _fresh(context, mock).turns}:
        problem, path = mock.plan.problems[index], mock.plan.paths[index]
        context.store.note(problem, EventKind.STARTED, path)  # its own clock begins only now
    _note(context, Turn(mock.plan.id, index))


def _check(context: Context, mock: Mock, index: int, *, json: bool) -> int:
    """Grade one problem of it, as the screen does; return the exit code."""
    from cli import render_mock
    from cli.practice import exit_code, grade_file
    from grader.checking import Options

    if index >= len(mock.plan.problems):
        raise UsageError(
            f"this mock has {len(mock.plan.problems)} problems",
            remedy="drill mock --check 1 checks the first",
        )
    if index != mock.index:
        _turn(context, mock, index)
    options = Options(device=context.device(None), timing=False, diagnose=False)
    path = Path(mock.plan.paths[index])
    report = grade_file(context, mock.plan.problems[index], path, options)
    if json:
        context.json({"schema": 1, "number": index + 1, "verdict": report.verdict})
    else:
        context.show(render_mock.verdict(report, index + 1))
    return exit_code(report)


# ---- its result ---------------------------------------------------------------------------


def _finish(context: Context, mock: Mock, *, json: bool) -> None:
    from grader.mock import End

    if mock.ended is None:
        _note(context, End(mock.plan.id))
    _show_result(context, _fresh(context, mock), json=json)


def _show_result(context: Context, mock: Mock, *, json: bool) -> None:
    """Show the score, and the follow-up questions with their answers after them."""
    from cli import render_mock
    from grader.mock import summarise

    exercises = [context.bank.load(problem) for problem in mock.plan.problems]
    minutes = {exercise.name: exercise.problem.minutes for exercise in exercises}
    found: Summary = summarise(mock, context.store.checks(), minutes, context.clock())
    if json:
        context.json(found)
        return
    context.show(render_mock.summary(found))
    asks = context.out.is_terminal and sys.stdin.isatty()
    for exercise in exercises:
        for follow_up in exercise.problem.follow_ups:
            context.show(render_mock.question(exercise, follow_up))
            if asks:
                typer.prompt("answer aloud, then Enter", "", show_default=False, err=True)
            context.show(render_mock.answer(follow_up))
    for path in mock.plan.paths:
        context.say(f"kept: {shorten(Path(path))}")
