"""`drill quiz`: concept cards, one after the other, each answer graded and remembered."""

from __future__ import annotations

import random
import secrets
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.context import Context
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.cards import Deck

LETTERS = "abcdefgh"


def quiz(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="TOPIC", help="Only this topic's cards.", autocompletion=completion.topics
        ),
    ] = "",
    count: Annotated[int, typer.Option("--count", "-n", help="How many cards.", min=1)] = 10,
    seed: Annotated[int | None, typer.Option(help="Ask the same again.", min=0)] = None,
    everything: Annotated[bool, typer.Option("--list", help="List the topics' cards.")] = False,
    json: Json = False,
) -> None:
    """Ask concept cards: a letter, a number or a shape is typed; q ends it."""
    from grader.cards import draw, load_cards, standing

    context = Context()
    decks = _of_topic(load_cards(context.bank), topic)
    if everything:
        _list(context, standing(decks, context.store.events()), json=json)
        return
    context.store.require_writable()
    rng = random.Random(secrets.randbits(32) if seed is None else seed)
    chosen = draw(decks, context.store.events(), count, rng)
    answers = _ask_all(context, chosen, rng)
    right = [deck for deck, is_right in answers if is_right]
    again = [deck for deck, is_right in answers if not is_right]
    if json:
        names = [deck.name for deck in again]
        context.json({"schema": 1, "asked": len(answers), "right": len(right), "again": names})
    else:
        context.show(f"\n{len(right)} of {len(answers)} right")
        for deck in again:
            context.show(f"  again  {deck.topic}: {deck.card.question.strip()}")
    raise typer.Exit(0 if len(right) == len(answers) else 1)


def _of_topic(decks: list[Deck], topic: str) -> list[Deck]:
    topics = sorted({deck.topic for deck in decks})
    if not decks:
        raise UsageError("this bank has no cards")
    if topic and topic not in topics:
        raise UsageError(
            f"there are no cards of {topic!r}", remedy=f"there are {', '.join(topics)}"
        )
    return [deck for deck in decks if topic in ("", deck.topic)]


def _list(context: Context, rows: dict[str, tuple[int, int, int]], *, json: bool) -> None:
    from cli import render

    if json:
        listed = [
            {"topic": topic, "cards": total, "asked": asked, "right": right}
            for topic, (total, asked, right) in rows.items()
        ]
        context.json({"schema": 1, "topics": listed})
        return
    table = render.plain("topic", "cards", "asked", "right")
    for topic, numbers in rows.items():
        table.add_row(topic, *map(str, numbers))
    context.show(table)


def _ask_all(context: Context, decks: list[Deck], rng: random.Random) -> list[tuple[Deck, bool]]:
    """Ask card after card; return those that were answered, each with whether it was right."""
    from grader.cards import RIGHT, WRONG
    from grader.store import EventKind

    answers: list[tuple[Deck, bool]] = []
    for number, deck in enumerate(decks, 1):
        options = rng.sample(deck.card.choices, len(deck.card.choices))
        _show_question(context, deck, options, f"{number}/{len(decks)}")
        is_right = _answered(context, deck, options)
        if is_right is None:
            break
        answers.append((deck, is_right))
        context.store.note(deck.name, EventKind.ANSWERED, RIGHT if is_right else WRONG)
        _show_verdict(context, deck, options, is_right)
    return answers


def _show_question(context: Context, deck: Deck, options: list[str], place: str) -> None:
    from rich.text import Text

    from grader.cards import Kind

    head = Text.assemble((f"\n{place} {deck.topic}  ", "dim"), (deck.card.question.strip(), "bold"))
    context.say(head)
    for letter, option in zip(LETTERS, options, strict=False):
        context.say(f"  {letter}  {option.strip()}")
    if deck.card.kind is not Kind.CHOICE:
        context.say(f"  type a {deck.card.kind}")


def _answered(context: Context, deck: Deck, options: list[str]) -> bool | None:
    """Read an answer until one can be understood; None where the person has left."""
    while True:
        typed = _line(context)
        if typed is None or typed.lower() in ("q", "quit"):
            return None
        try:
            return deck.card.is_right(_chosen(typed, options) if options else typed)
        except UsageError as error:
            context.say(f"  {error.message}: {error.remedy}")


def _line(context: Context) -> str | None:
    if sys.stdin.isatty():
        context.err.print("> ", end="")
    line = sys.stdin.readline()
    return line.strip() if line else None


def _chosen(typed: str, options: list[str]) -> str:
    letters = LETTERS[: len(options)]
    if len(typed) == 1 and typed.lower() in letters:
        return options[letters.index(typed.lower())]
    raise UsageError(f"{typed!r} is none of them", remedy=f"{', '.join(letters)}, or q")


def _show_verdict(context: Context, deck: Deck, options: list[str], is_right: bool) -> None:
    from rich.text import Text

    card = deck.card
    answer = str(card.answer).strip()
    if options:
        answer = f"{LETTERS[options.index(str(card.answer))]}  {answer}"
    if is_right:
        context.say(Text("  ✓ right", "bold green"))
    else:
        context.say(Text.assemble(("  ✗ wrong: ", "bold red"), answer))
    context.say(f"  {' '.join(card.explanation.split())}")
