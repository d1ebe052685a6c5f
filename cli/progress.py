"""The commands that say where one stands: the bare screen, stats."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import Context, require_folder, shorten
from cli.practice import Json

if TYPE_CHECKING:
    from grader.stats import Standing, Stats


def home() -> None:
    """What is in progress and due, what to do next, and the one command for it."""
    show_home(Context())


def show_home(context: Context) -> None:
    """Print the one screen."""
    from cli import recall, render_review

    found = recall.tracks(context)
    due = recall.agenda(context, found)
    going = [track.problem for track in found.values() if track.ongoing]
    solved = sum(track.passed for track in found.values())
    context.show(f"drill · {solved} of {len(context.names)} problems solved")
    if due.interview:
        context.show(f"  {render_review.interview_words(due.interview, due.today)}")
    if going:
        context.show(f"  in progress  {', '.join(sorted(going))}")
    cards = sum(memory.due <= context.today for memory in recall.cards(context).values())
    if cards:
        context.show(f"  cards        {cards} due: drill quiz")
    if due.proposed:
        context.show(f"  due          {', '.join(one.problem for one in due.proposed)}")
    chosen = recall.choice(context, found, due)
    if chosen is None:
        context.show("  next         everything is solved; drill stats shows how")
        if due.upcoming:
            context.show(f"  due          {render_review.nothing(due)}")
        return
    context.show(f"  next         {chosen.problem}")
    context.show(f"  because      {chosen.why}")
    context.show(f"  run          {chosen.command}")
    context.show("  all commands drill --help")


def all_standings(context: Context) -> list[Standing]:
    """Return where the person stands with every problem."""
    from grader.stats import standings

    return standings(context.names, context.store.checks(), context.store.events())


def statistics(context: Context, today: date) -> Stats:
    """Return what the record says of everything."""
    from cli import recall
    from grader.cards import tally
    from grader.stats import Recall, summarise

    store = context.store
    minutes = {name: context.bank.head(name).minutes for name in context.names}
    recalls = {
        track.problem: Recall(track.memory.retrievability, track.memory.due <= today)
        for track in recall.tracks(context).values()
        if track.passed and track.memory
    }
    events = store.events()
    cards = tally(events, recall.cards(context), today)
    return summarise(minutes, store.checks(), events, today, recalls, cards=cards)


def stats(
    json: Json = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with charts to this file.")
    ] = None,
) -> None:
    """Show what is solved and remembered, topic by topic, the calendar, and what to work on."""
    context = Context()
    today = context.today
    found = statistics(context, today)
    if html:
        require_folder(html)
        from cli.page_stats import page
        from grader.workspace import put

        put(html, page(found, today))
        context.say(f"the page is {shorten(html.resolve())}")
    if json:
        context.json(found)
    elif not html:
        from cli.render_stats import stats as rendered

        context.show(rendered(found, today))
