"""The commands that say where one stands: the bare screen, list, stats."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context, shorten
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.stats import Standing, Stats


def home() -> None:
    """What is in progress, what to do next, and the one command for it."""
    from grader.stats import Status, choose_next

    context = Context()
    rows = _by_ease(context)
    current = context.store.current()
    solved = sum(row.status is Status.SOLVED for row in rows)
    started = [row.problem for row in rows if row.status is Status.STARTED]
    context.show(f"drill · {solved} of {len(rows)} problems solved")
    if started:
        context.show(f"  in progress  {', '.join(started)}")
    chosen = choose_next(rows, current)
    if chosen is None:
        context.show("  next         everything is solved; drill stats shows how")
        return
    name, reason = chosen
    begun = name in started
    context.show(f"  next         {name} ({reason})")
    context.show(f"  run          {'drill check' if begun else 'drill new'} {name}")
    context.show("  all commands drill --help")


def proposed(context: Context, besides: str) -> str | None:
    """Return the problem to go on with, another than this one."""
    from grader.stats import choose_next

    rows = [row for row in _by_ease(context) if row.problem != besides]
    chosen = choose_next(rows, None)
    return chosen[0] if chosen else None


def _by_ease(context: Context) -> list[Standing]:
    return sorted(_standings(context), key=lambda row: _ease(context, row.problem))


def _ease(context: Context, name: str) -> tuple[int, int]:
    """Return what orders problems from easy and short to hard and long."""
    from grader.model import Difficulty

    problem = context.bank.load(name).problem
    return list(Difficulty).index(problem.difficulty), problem.minutes


def _standings(context: Context) -> list[Standing]:
    from grader.stats import standings

    return standings(context.names, context.store.checks(), context.store.events())


def list_problems(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="Part of a name, a topic or a title.")
    ] = "",
    difficulty: Annotated[str, typer.Option(help="easy, medium or hard.")] = "",
    status: Annotated[str, typer.Option(help="new, started or solved.")] = "",
    minutes: Annotated[int | None, typer.Option(help="At most so many minutes.", min=1)] = None,
    json: Json = False,
) -> None:
    """List the problems, filtered."""
    from cli import render
    from grader.model import Difficulty
    from grader.stats import Status

    _one_of("difficulty", difficulty, list(Difficulty))
    _one_of("status", status, list(Status))
    context = Context()
    wanted = query.lower().replace("-", "_")
    rows = []
    for standing in _standings(context):
        exercise = context.bank.load(standing.problem)
        problem = exercise.problem
        if (
            (wanted in standing.problem or query.lower() in problem.title.lower())
            and difficulty in ("", problem.difficulty)
            and status in ("", standing.status)
            and (minutes is None or problem.minutes <= minutes)
        ):
            rows.append((exercise, standing))
    if json:
        listed = [
            {
                "problem": exercise.name,
                "title": exercise.problem.title,
                "difficulty": exercise.problem.difficulty,
                "minutes": exercise.problem.minutes,
                "status": standing.status,
                "checks": standing.checks,
                "best_ratio": standing.best_ratio,
            }
            for exercise, standing in rows
        ]
        context.json({"schema": 1, "problems": listed})
    elif rows:
        context.show(render.problems(rows))
    else:
        context.say("No problem fits. drill list shows all.")


def _one_of(option: str, given: str, known: list[str]) -> None:
    if given and given not in known:
        raise UsageError(f"--{option} cannot be {given!r}", remedy=f"one of: {', '.join(known)}")


def statistics(context: Context, today: date) -> Stats:
    """Return what the record says of everything."""
    from grader.stats import summarise

    store = context.store
    minutes = {name: context.bank.load(name).problem.minutes for name in context.names}
    return summarise(minutes, store.checks(), store.events(), today)


def stats(
    json: Json = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with charts to this file.")
    ] = None,
) -> None:
    """Show what is solved and remembered, topic by topic, the calendar, and what to work on."""
    context, today = Context(), date.today()
    found = statistics(context, today)
    if html:
        from cli.page_stats import page
        from grader.workspace import put

        put(html, page(found, today))
        context.say(f"the page is {shorten(html.resolve())}")
    if json:
        context.json(found)
    elif not html:
        from cli.render_stats import stats as rendered

        context.show(rendered(found, today))
