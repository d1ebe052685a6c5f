"""The commands of daily practice: new, check, show, hint, solution, reset."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.context import Context, shorten
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.bank import Exercise
    from grader.checking import Options
    from grader.model import Report

Problem = Annotated[
    str | None,
    typer.Argument(
        metavar="PROBLEM",
        help="TOPIC/NAME, or enough of it; else the current one.",
        autocompletion=completion.problems,
    ),
]
Device = Annotated[
    str | None, typer.Option(help="auto, cpu, cuda or mps; else as drill config says.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]


def new(
    problem: Annotated[
        str,
        typer.Argument(
            metavar="PROBLEM",
            help="TOPIC/NAME, or enough of it.",
            autocompletion=completion.problems,
        ),
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Start over; the old file is kept.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open it in $VISUAL or $EDITOR.")] = False,
) -> None:
    """Start a problem: write the stub, print the statement, make it the current one."""
    context = Context()
    exercise = context.exercise(problem)
    begin(context, exercise, context.new_path(exercise.name), force=force)
    if edit:
        open_editor(context, context.new_path(exercise.name))


def begin(context: Context, exercise: Exercise, path: Path, *, force: bool) -> None:
    """Start a problem and say so: its statement, what was kept, and the path."""
    from cli import render

    kept = start(context, exercise, path, force=force)
    context.say(render.statement(exercise, pretty=context.err.is_terminal))
    if kept:
        context.say(f"The old file is kept as {shorten(kept)}.")
    context.say(f"Write your answer in {shorten(path)}, then: drill check")
    typer.echo(path)


def start(context: Context, exercise: Exercise, path: Path, *, force: bool) -> Path | None:
    """Write the stub, start the clock, make it the current one; return where an old file is kept.

    Raises:
        UsageError: there is an attempt already and `force` is not given.
    """
    from grader.store import EventKind
    from grader.workspace import scaffold

    kept = scaffold(path, exercise.stub, force=force)
    context.store.note(exercise.name, EventKind.STARTED, str(path))
    context.store.set_current(exercise.name)
    return kept


def open_editor(context: Context, path: Path) -> None:
    """Open a file in the editor that is set, and wait for it."""
    from grader.settings import EDITOR

    editor = context.store.setting(EDITOR) or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise UsageError(
            "no editor is set", remedy="drill config editor COMMAND, or set VISUAL or EDITOR"
        )
    try:
        subprocess.run([*shlex.split(editor), str(path)], check=False)
    except OSError as error:
        raise UsageError(f"the editor {editor!r} cannot be started: {error.strerror}") from None


def check(
    problem: Problem = None,
    device: Device = None,
    seed: Annotated[int | None, typer.Option(help="Replay a run; else fresh.", min=0)] = None,
    only: Annotated[
        str, typer.Option("-k", metavar="CASE", help="Only cases whose name has this.")
    ] = "",
    no_timing: Annotated[
        bool, typer.Option("--no-timing", help="Leave out time and cost.")
    ] = False,
    scaling: Annotated[
        bool, typer.Option("--scaling", help="Also how FLOPs and memory grow with the size.")
    ] = False,
    file: Annotated[Path | None, typer.Option(help="Grade this file, without a workspace.")] = None,
    json: Json = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List every case.")] = False,
) -> None:
    """Grade the attempt: right or wrong, which mistake, and how it compares with the reference."""
    context = Context()
    chosen = context.device(device)
    name = context.problem(problem or (problem_of(file, context.names) if file else None))
    path = file or context.attempt(name)
    typer.echo(f"checking {name}: {shorten(path.resolve())}", err=True)

    from cli import render  # from here on it takes its time
    from grader.checking import Options

    options = Options(device=chosen, seed=seed, only=only, timing=not no_timing, scaling=scaling)
    report = grade_file(context, name, path, options)
    if json:
        context.json(report)
    else:
        named = str(file) if file else ""
        context.show(render.report(report, verbose=verbose, file=named))
        show_grade(context, report)
        next_step(context, report)
    raise typer.Exit(exit_code(report))


def show_grade(context: Context, report: Report) -> None:
    """After a whole pass say its grade, what that follows from, and when the problem comes back."""
    from grader.model import Verdict

    if report.verdict is Verdict.ACCEPTED and not report.only:
        from cli import recall, render_review

        track = recall.track(context, report.problem)
        context.show(render_review.graded(track, context.today, fresh=track.just_ended))


def grade_file(context: Context, name: str, path: Path, options: Options) -> Report:
    """Check one file from a fresh pool and record it, durably, before anything is shown."""
    from grader.mending import Pools, check_mended
    from grader.source import read_source

    with Pools(context.say) as pools:
        exercise = context.bank.load(name)
        source = read_source(path.resolve(), exercise.stub)
        store = context.store
        store.require_writable()
        with context.busy("grading"):
            report = check_mended(pools, exercise, source, options)
        store.record(report, source.text, whole=not options.only)
    return report


def problem_of(file: Path, names: list[str]) -> str | None:
    """Return the problem that a path names: TOPIC/PROBLEM/NAME.py or TOPIC/PROBLEM.py."""
    path = file.resolve()
    for name in (
        f"{path.parent.parent.name}/{path.parent.name}",
        f"{path.parent.name}/{path.stem}",
    ):
        if name in names:
            return name
    return None


def next_step(context: Context, report: Report) -> None:
    """Say the one command that comes next."""
    from grader.model import Verdict

    if report.verdict is Verdict.ACCEPTED:
        context.say(
            "next: `drill solution` shows the reference and other ways, `drill` what to do next"
        )
    elif report.verdict is Verdict.INVALID:
        context.say(
            "next: mend the file, then drill check; this was not counted as a failed attempt"
        )
    elif report.verdict is Verdict.JUDGE_ERROR:
        context.say("next: drill doctor; this was not counted against you")
    elif not report.diagnosis:
        context.say("next: drill hint")


def exit_code(report: Report) -> int:
    """Return the exit code of a verdict."""
    from grader.model import Verdict

    return {Verdict.ACCEPTED: 0, Verdict.JUDGE_ERROR: 3}.get(report.verdict, 1)


def show(problem: Problem = None, json: Json = False) -> None:
    """Print a problem's statement."""
    from cli import render

    context = Context()
    exercise = context.exercise(problem)
    before, after, paths = _relations(context, exercise.name)
    if json:
        below = [{"problem": name, "solved": solved} for name, solved in before]
        around = {"prerequisites": below, "leads_to": after, "paths": paths}
        context.json({"schema": 1, "problem": exercise.name, **_public(exercise), **around})
        return
    context.show(render.statement(exercise, pretty=context.out.is_terminal))
    told = [f"{name} ({'solved' if solved else 'not yet'})" for name, solved in before]
    lines = [("after", told), ("before", after), ("paths", paths)]
    if known := [(label, ", ".join(names)) for label, names in lines if names]:
        context.say(render.relations(known))


def _relations(context: Context, name: str) -> tuple[list[tuple[str, bool]], list[str], list[str]]:
    """Return a problem's prerequisites, solved or not, what it leads to, and its paths."""
    from grader.stats import Status, standings

    found = context.paths
    before = found.prerequisites.get(name, ())
    rows = standings(before, context.store.checks(), context.store.events())
    known = [(row.problem, row.status is Status.SOLVED) for row in rows]
    return known, found.leads_to(name), found.through(name)


def _public(exercise: Exercise) -> dict[str, object]:
    problem = exercise.problem
    return {
        "title": problem.title,
        "difficulty": problem.difficulty,
        "minutes": problem.minutes,
        "entry_points": problem.entry_points,
        "statement": problem.statement,
        "hints": len(problem.hints),
        "forbid": problem.rules.forbid,
    }


def hint(
    problem: Problem = None,
    everything: Annotated[bool, typer.Option("--all", help="Show all hints.")] = False,
) -> None:
    """Print the next hint; each one is remembered."""
    from cli import render
    from grader.store import EventKind

    context = Context()
    exercise = context.exercise(problem)
    refuse_in_a_mock(context, exercise.name)
    hints = exercise.problem.hints
    unseen = _unseen(context, exercise)
    if not unseen and not everything:
        context.say(
            f"All {len(hints)} hints of {exercise.name} are shown already; here they are again."
        )
    chosen = unseen[:1] if unseen and not everything else range(1, len(hints) + 1)
    for number in chosen:
        if number in unseen:
            context.store.note(exercise.name, EventKind.HINT, str(number))
        text = f"**Hint {number} of {len(hints)}** · {exercise.name}\n\n{hints[number - 1]}"
        context.show(render.markdown(text, pretty=context.out.is_terminal))


def _unseen(context: Context, exercise: Exercise) -> list[int]:
    """Return the hints not shown yet; a redo begins with none."""
    from cli import recall
    from grader.store import EventKind

    seen = {e.detail for e in context.store.events(exercise.name) if e.kind is EventKind.HINT}
    if going := recall.track(context, exercise.name).ongoing:
        seen = going.hints
    return [n for n in range(1, len(exercise.problem.hints) + 1) if str(n) not in seen]


def refuse_in_a_mock(context: Context, problem: str) -> None:
    """Give no help with a problem of the mock interview that is running.

    Raises:
        UsageError: it is one.
    """
    from grader.mock import running

    mock = running(context.store.events(), context.clock())
    if mock and problem in mock.plan.problems:
        raise UsageError(
            "a mock interview is running", remedy="drill mock --resume goes on, --end ends it"
        )


def next_hint(context: Context, exercise: Exercise) -> tuple[int, str]:
    """Return the next hint with its number, from 1, and remember it; after the last the first."""
    from grader.store import EventKind

    hints = exercise.problem.hints
    shown = [e.detail for e in context.store.events(exercise.name) if e.kind is EventKind.HINT]
    unseen = _unseen(context, exercise)
    number = unseen[0] if unseen else int(shown[-1]) % len(hints) + 1
    context.store.note(exercise.name, EventKind.HINT, str(number))
    return number, hints[number - 1]


def solution(
    problem: Problem = None,
    give_up: Annotated[
        bool, typer.Option("--give-up", help="Show it unsolved; counts as forgotten.")
    ] = False,
) -> None:
    """Print the reference, other ways, the mistakes explained, and follow-up questions."""
    from cli import recall, render, render_review
    from grader.store import EventKind

    context = Context()
    exercise = context.exercise(problem)
    name = exercise.name
    refuse_in_a_mock(context, name)
    track = recall.track(context, name)
    solved = track.passed and not track.ongoing
    if not solved and not give_up:
        raise UsageError(
            f"{name} is {'being redone' if track.passed else 'not solved yet'}",
            remedy="drill hint helps; --give-up shows the solution all the same",
        )
    context.store.note(name, EventKind.SOLUTION, "passed" if solved else "gave_up")
    context.show(render.solution(exercise, pretty=context.out.is_terminal))
    if not solved:
        context.say(render_review.graded(recall.track(context, name), context.today, fresh=True))


def reset(
    problem: Problem = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put the stub back; the old file is kept beside it."""
    from grader.store import EventKind
    from grader.workspace import scaffold

    context = Context()
    exercise = context.exercise(problem)
    path = context.attempt(exercise.name)
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(
                "reset asks before it acts", remedy="give --yes where there is no terminal"
            )
        typer.confirm(
            f"Put the stub back in {shorten(path)}? The old file is kept.", abort=True, err=True
        )
    kept = scaffold(path, exercise.stub, force=True)
    context.store.note(exercise.name, EventKind.RESET, str(kept))
    context.say(f"The stub is back in {shorten(path)}.")
    if kept:
        context.say(f"The old file is kept as {shorten(kept)}.")
