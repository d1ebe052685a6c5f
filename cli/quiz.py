"""`drill quiz`: concept cards, one after the other, each answer graded and remembered."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.context import Context
from cli.practice import Json
from grader.errors import UsageError

if TYPE_CHECKING:
    from random import Random

    from rich.console import RenderableType

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
    seed: Annotated[int | None, typer.Option(help="Draws and shuffles by this.", min=0)] = None,
    everything: Annotated[bool, typer.Option("--list", help="List the topics' cards.")] = False,
    json: Json = False,
) -> None:
    """Ask concept cards: a letter, a number or a shape is typed; q ends it."""
    from random import Random

    from cli import recall
    from grader.cards import draw, load_cards

    context = Context()
    decks = _of_topic(load_cards(context.bank), topic)
    if everything:
        _list(context, decks, json=json)
        return
    context.store.require_writable()
    rng = Random(seed)
    chosen = draw(decks, recall.cards(context), context.today, count, rng)
    answers = _ask_all(context, chosen, rng)
    (_print_json if json else _show_score)(context, answers)
    raise typer.Exit(0 if all(answer.right for answer in answers) else 1)


@dataclass(frozen=True)
class Answer:
    """What was answered to a card."""

    deck: Deck
    given: str
    right: bool


def _show_score(context: Context, answers: list[Answer]) -> None:
    if not answers:
        context.say("\nnothing was answered")
        return
    context.show(f"\n{sum(answer.right for answer in answers)} of {len(answers)} right")
    for answer in answers:
        if not answer.right:
            head = f"  again  {answer.deck.topic}: "
            context.show(_beside(head, " ".join(answer.deck.card.question.split())))
    if words := _what_comes(context):
        context.show(f"  {words}")


def _what_comes(context: Context) -> str:
    """Say how many cards are due now, or when the next one is."""
    from cli import recall, render_review

    days = sorted(memory.due for memory in recall.cards(context).values())
    due = sum(day <= context.today for day in days)
    if due:
        return f"{due} more due today: drill quiz"
    return f"the next card comes {render_review.when(days[0], context.today)}" if days else ""


def _print_json(context: Context, answers: list[Answer]) -> None:
    listed = [
        {
            "card": answer.deck.name,
            "given": answer.given,
            "right": answer.right,
            "answer": answer.deck.card.answer,
        }
        for answer in answers
    ]
    again = [answer.deck.name for answer in answers if not answer.right]
    right = len(answers) - len(again)
    numbers = {"schema": 1, "asked": len(answers), "right": right, "again": again}
    context.json(numbers | {"answers": listed})


def _of_topic(decks: list[Deck], topic: str) -> list[Deck]:
    topics = sorted({deck.topic for deck in decks})
    if not decks:
        raise UsageError("this bank has no cards")
    if topic and topic not in topics:
        raise UsageError(
            f"there are no cards of {topic!r}", remedy=f"there are {', '.join(topics)}"
        )
    return [deck for deck in decks if topic in ("", deck.topic)]


def _list(context: Context, decks: list[Deck], *, json: bool) -> None:
    from cli import recall, render
    from grader.cards import standings

    known, events = recall.cards(context), context.store.events()
    rows = standings(decks, events, known, context.today)
    if json:
        context.json({"schema": 1, "topics": rows})
        return
    table = render.plain("topic", "cards", "asked", "right", "due")
    for row in rows:
        numbers = (row.cards, row.asked, row.right, row.due)
        table.add_row(row.topic, *map(str, numbers))
    context.show(table)


def _ask_all(context: Context, decks: list[Deck], rng: Random) -> list[Answer]:
    """Ask card after card and record each answer; return them."""
    from grader.cards import RIGHT, WRONG
    from grader.store import EventKind

    answers: list[Answer] = []
    for number, deck in enumerate(decks, 1):
        options = rng.sample(deck.card.choices, len(deck.card.choices))
        _show_question(context, deck, options, f"{number}/{len(decks)}")
        answer = _answered(context, deck, options)
        if answer is None:
            break
        answers.append(answer)
        context.store.note(deck.name, EventKind.ANSWERED, RIGHT if answer.right else WRONG)
        _show_verdict(context, deck, options, answer.right)
    return answers


def _beside(head: str, words: str, style: str = "") -> RenderableType:
    """Render words that stay to the right of their head where a terminal breaks them."""
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid()
    grid.add_column(width=cell_len(head))
    grid.add_column(overflow="fold")
    grid.add_row(Text(head, style), Text(words))
    return grid


def _show_question(context: Context, deck: Deck, options: list[str], place: str) -> None:
    from rich.text import Text

    from grader.cards import Kind

    question = " ".join(deck.card.question.split())
    context.say(Text.assemble((f"\n{place} {deck.topic}  ", "dim"), (question, "bold")))
    for letter, option in zip(LETTERS, options, strict=False):
        context.say(_beside(f"  {letter}  ", option.strip()))
    if deck.card.kind is not Kind.CHOICE:
        decimals = deck.card.decimals
        exactly = "" if decimals is None else f" to {decimals} decimals"
        context.say(f"  type a {deck.card.kind}{exactly}")
    context.say(Text("  q ends the quiz", "dim"))


def _answered(context: Context, deck: Deck, options: list[str]) -> Answer | None:
    """Read an answer until one can be understood; None where the person has left."""
    while True:
        typed = _line(context)
        if typed is None or typed.lower() in ("q", "quit"):
            return None
        try:
            given = _chosen(typed, options) if options else typed
            return Answer(deck, given, deck.card.is_right(given))
        except UsageError as error:
            context.say(f"  {error.message}: {error.remedy}" if typed else f"  {error.remedy}")


def _line(context: Context) -> str | None:
    """Read a line, of whatever bytes; None at the end of the input."""
    if not sys.stdin:  # closed by whoever called
        return None
    if sys.stdin.isatty():
        context.err.print("> ", end="")
    line = sys.stdin.buffer.readline().decode(errors="replace")
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
        context.say(_beside("  ✗ wrong: ", answer, "bold red"))
    context.say(_beside("  ", " ".join(card.explanation.split())))
