"""The commands that say where one stands: the bare screen, stats."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context, shorten
from cli.practice import Json

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
    return sorted(all_standings(context), key=lambda row: _ease(context, row.problem))


def _ease(context: Context, name: str) -> tuple[int, int]:
    """Return what orders problems from easy and short to hard and long."""
    from grader.model import Difficulty

    head = context.bank.head(name)
    return list(Difficulty).index(head.difficulty), head.minutes


def all_standings(context: Context) -> list[Standing]:
    """Return where the person stands with every problem."""
    from grader.stats import standings

    return standings(context.names, context.store.checks(), context.store.events())


def statistics(context: Context, today: date) -> Stats:
    """Return what the record says of everything."""
    from grader.stats import summarise

    store = context.store
    minutes = {name: context.bank.head(name).minutes for name in context.names}
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
