"""The commands of remembering: review, rate, next.

The record keeps facts and ratings only; grades and dates follow from them in `grader.schedule`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.context import Context
from cli.practice import Json, Problem, begin, open_editor
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.schedule import Track


def review(
    problem: Annotated[
        str | None,
        typer.Argument(
            metavar="PROBLEM",
            help="Redo this one; else what is due is listed.",
            autocompletion=completion.problems,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Begin a redo anew; the old file is kept.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open it in the editor.")] = False,
    json: Json = False,
) -> None:
    """List what is due, at most three a day; with a name redo it, blind, on a fresh stub."""
    context = Context()
    if problem is None:
        propose(context, json=json)
        return
    name = context.bank.find(problem)
    redo(context, name, force=force)
    if edit:
        open_editor(context, context.attempt(name))


def propose(context: Context, *, json: bool = False) -> None:
    """Print what is due today, the most forgotten first."""
    from cli import recall, render_review

    found = recall.agenda(context, recall.tracks(context))
    if json:
        context.json(found)
        return
    context.show(render_review.agenda(found))
    if found.proposed:
        first = found.proposed[0]
        context.say(f"run  drill {'check' if first.begun else 'review'} {first.problem}")


def redo(context: Context, name: str, *, force: bool = False) -> None:
    """Begin a problem again: the old attempt is kept beside a fresh stub, and the clock starts.

    Raises:
        UsageError: it was never finished, or its redo is begun and `force` is not given.
    """
    from cli import recall, render_review
    from cli.practice import refuse_in_a_mock

    refuse_in_a_mock(context, name)
    track = recall.track(context, name)
    _require_redoable(track, force=force)
    if track.memory and track.memory.due > context.today:
        context.say(f"It is not due yet ({render_review.when(track.memory.due, context.today)}).")
    path = context.begun(name) or context.new_path(name)
    begin(context, context.bank.load(name), path, force=True)


def _require_redoable(track: Track, *, force: bool) -> None:
    name = track.problem
    if not track.episodes:
        remedy = "drill check goes on with it" if track.ongoing else f"drill new {name} begins it"
        raise UsageError(f"{name} was never solved, so there is nothing to redo", remedy=remedy)
    if track.ongoing and not force:
        raise UsageError(
            f"the redo of {name} is begun already",
            remedy="drill check grades it; --force begins anew and keeps a copy first",
        )


def rate(
    grade: Annotated[
        str | None, typer.Argument(metavar="GRADE", help="again, hard, good or easy.")
    ] = None,
    problem: Problem = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take your last rating back.")] = False,
    json: Json = False,
) -> None:
    """Override the last grade of a problem; without a grade show it and what it follows from."""
    from grader.schedule import UNDO, Grade
    from grader.settings import one_of

    context = Context()
    if undo and problem:
        raise UsageError("--undo takes a problem and no grade", remedy="drill rate --undo PROBLEM")
    word = UNDO if undo else one_of("grade", grade.lower(), list(Grade)) if grade else None
    name = context.problem(grade if undo else problem)
    record_rating(context, name, word, json=json)


def record_rating(context: Context, name: str, word: str | None, *, json: bool = False) -> None:
    """Record a rating, where one is given, and print the grade as it is now.

    Raises:
        UsageError: there is nothing to rate, or nothing to take back.
    """
    from cli import recall, render_review
    from grader.schedule import UNDO
    from grader.store import EventKind

    track = recall.track(context, name)
    if not track.episodes:
        raise UsageError(f"{name} has no grade yet", remedy="a pass gives one, or giving up")
    if word == UNDO and not track.episodes[-1].rated:
        raise UsageError(f"the last grade of {name} is not yours", remedy="nothing was changed")
    if word:
        context.store.note(name, EventKind.RATED, word)
        track = recall.track(context, name)
    if json:
        context.json(_as_json(track))
    else:
        context.show(render_review.rated(track, context.today))


def _as_json(track: Track) -> dict[str, object]:
    last = track.episodes[-1]
    return {
        "schema": 1,
        "problem": track.problem,
        "grade": last.grade,
        "earned": last.earned,
        "reason": last.reason,
        "on": last.day,
        "memory": track.memory,
    }


def next_problem(
    path: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Along this learning path; else as drill config says.",
            autocompletion=completion.paths,
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Say which problem to do next and why: what is begun, due, weak, and new on the path."""
    pick(Context(), path, json=json)


def pick(context: Context, path: str = "", *, json: bool = False) -> None:
    """Print the name of the problem to do next, and beside it why and the command."""
    from cli import recall

    found = recall.tracks(context)
    due = recall.agenda(context, found)
    chosen = recall.choice(context, found, due, path=path)
    if json:
        words = (chosen.problem, chosen.why, chosen.command) if chosen else (None, None, None)
        context.json(dict(zip(("schema", "problem", "why", "command"), (1, *words), strict=True)))
    elif chosen:
        typer.echo(chosen.problem)
        context.say(f"why  {chosen.why}\nrun  {chosen.command}")
    else:
        from cli.render_review import nothing

        context.say(f"Everything is begun. {nothing(due)}")
