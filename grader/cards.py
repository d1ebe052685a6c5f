"""Concept cards: questions answered in words, by one number or by one shape.

`problems/TOPIC/cards.yaml` holds a topic's; loaded strictly. Knows no terminal.
"""

from __future__ import annotations

import ast
import difflib
import math
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from statistics import fmean

import msgspec
from msgspec import Struct

from grader.bank import Bank, load_yaml
from grader.errors import BankError, UsageError
from grader.schedule import Grade, Memory, remember
from grader.store import Event, EventKind

FILE = "cards.yaml"
RIGHT, WRONG = "right", "wrong"  # details of the event of an answer


class Kind(StrEnum):
    """How a card is answered."""

    CHOICE = "choice"
    NUMBER = "number"
    SHAPE = "shape"


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """One question.

    `check` is a Python expression, with `torch` at hand, that gives the answer. A number with
    `decimals` is rounded to so many, the answer and what is typed; one without is to be exact.
    """

    id: str
    question: str
    answer: str | int | float | tuple[int, ...]
    explanation: str
    choices: tuple[str, ...] = ()
    check: str = ""
    decimals: int | None = None

    @property
    def kind(self) -> Kind:
        """How it is answered."""
        if self.choices:
            return Kind.CHOICE
        return Kind.SHAPE if isinstance(self.answer, tuple) else Kind.NUMBER

    def is_right(self, given: str) -> bool:
        """Say whether this is the answer: the words of a choice, a number or a shape as typed.

        Raises:
            UsageError: it is no number, or no shape.
        """
        if self.kind is Kind.CHOICE:
            return given == self.answer
        if isinstance(self.answer, tuple):
            return shape(given) == self.answer
        assert not isinstance(self.answer, str)
        typed = number(given)
        if self.decimals is not None:
            typed = round(typed, self.decimals)
        return math.isclose(typed, self.answer, rel_tol=1e-6, abs_tol=1e-9)


class Deck(Struct, frozen=True):
    """A card with its topic; `name` stands where an event names a problem."""

    topic: str
    card: Card

    @property
    def name(self) -> str:
        """The card's name in the record."""
        return f"cards/{self.topic}/{self.card.id}"


def shape(typed: str) -> tuple[int, ...]:
    """Return a shape: `2, 3`, `(2, 3)`, `[2, 3]`, `2x3`, `torch.Size([2, 3])`, `(5,)`, `()`.

    Raises:
        UsageError: it is none.
    """
    inside = typed.strip().removeprefix("torch.Size").strip("()[] ")
    words = [word for word in re.split(r"[,\sx×]+", inside) if word]
    try:
        if not typed.strip():  # Enter alone is no answer; a shape without dimensions is `()`
            raise ValueError
        return tuple(int(word) for word in words)
    except ValueError:
        raise UsageError(f"{typed!r} is not a shape", remedy="type one as in 7, 9") from None


def number(typed: str) -> float:
    """Return a number: `124_439_808`, `124,439,808`, `1/8`, `2**-3`, `1e-3`, `25%`.

    Raises:
        UsageError: it is none.
    """
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", typed.strip()).replace("^", "**")
    share = 100 if text.endswith("%") else 1
    try:
        return _value(ast.parse(text.rstrip("%").strip(), mode="eval").body) / share
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        raise UsageError(f"{typed!r} is not a number", remedy="type one as in 2.5 or 7/3") from None


def _value(node: ast.expr) -> float:
    """Evaluate arithmetic on literals; a power is bounded."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _value(left) / _value(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left) * _value(right)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _value(left) + _value(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left) - _value(right)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            result = _value(left) ** _value(right)
            if isinstance(result, float):
                return result
    raise ValueError("not arithmetic")


def load_cards(bank: Bank) -> list[Deck]:
    """Load all cards of a bank, by topic.

    Raises:
        BankError: a file is broken; names it, the card and the nearest known key.
    """
    files = sorted((bank.root / "problems").glob(f"*/{FILE}"))
    return [Deck(file.parent.name, card) for file in files for card in _cards(file)]


def _cards(file: Path) -> tuple[Card, ...]:
    try:
        cards = msgspec.convert(load_yaml(file), tuple[Card, ...])
    except msgspec.ValidationError as error:
        raise BankError(f"{file}: {_explained(str(error))}") from None
    seen: set[str] = set()
    for card in cards:
        if card.id in seen:
            raise BankError(f"{file}: there are two cards {card.id!r}")
        seen.add(card.id)
        if fault := _fault(card):
            raise BankError(f"{file}: {card.id!r} {fault}")
    return cards


def _fault(card: Card) -> str:
    """Say what is wrong with a card by itself, if anything."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", card.id):
        return "is no id: small letters, digits and _"
    if len(set(card.choices)) < len(card.choices):
        return "offers the same choice twice"
    if card.choices and card.answer not in card.choices:
        return "has an answer that is none of its choices"
    if not card.choices and isinstance(card.answer, str):
        return "needs choices, or a number or a shape for answer"
    if card.decimals is not None and card.kind is not Kind.NUMBER:
        return "has decimals and is answered by no number"
    return ""


def _explained(message: str) -> str:
    unknown = re.search(r"unknown field `(\w+)`", message)
    near = difflib.get_close_matches(unknown[1], Card.__struct_fields__, 1) if unknown else []
    return f"{message}; did you mean {near[0]!r}?" if near else message


def memories(
    events: Iterable[Event], today: date, interview: date | None = None
) -> dict[str, Memory]:
    """Return what is remembered of every card that was answered, by its name.

    A right answer is graded good and a wrong one again, as a review; only the first of a day
    counts, for what one has just been told is no recall.
    """
    answers: dict[str, dict[date, Grade]] = defaultdict(dict)
    for event in events:
        if event.kind is EventKind.ANSWERED:
            grade = Grade.GOOD if event.detail == RIGHT else Grade.AGAIN
            answers[event.problem].setdefault(event.at.astimezone().date(), grade)
    found = {
        name: remember(sorted(days.items()), today, interview) for name, days in answers.items()
    }
    return {name: memory for name, memory in found.items() if memory}


def draw(
    decks: Sequence[Deck],
    known: Mapping[str, Memory],
    today: date,
    count: int,
    rng: random.Random,
) -> list[Deck]:
    """Choose cards: those that are due first, then those never asked, then the others.

    Among the ones that were asked the most forgotten come first, else the order is random.
    """

    def turn(deck: Deck) -> tuple[int, float, float]:
        memory = known.get(deck.name)
        if memory is None:
            return 1, 0.0, rng.random()
        return (0 if memory.due <= today else 2), memory.retrievability, rng.random()

    return sorted(decks, key=turn)[:count]


class Standing(Struct):
    """Of one topic: how many cards there are, were asked, were last answered right, are due."""

    topic: str
    cards: int = 0
    asked: int = 0
    right: int = 0
    due: int = 0


def standings(
    decks: Sequence[Deck], events: Iterable[Event], known: Mapping[str, Memory], today: date
) -> list[Standing]:
    """Return where the person stands with each topic's cards."""
    last = {e.problem: e.detail for e in events if e.kind is EventKind.ANSWERED}
    rows: dict[str, Standing] = {}
    for deck in decks:
        row = rows.setdefault(deck.topic, Standing(deck.topic))
        row.cards += 1
        row.asked += deck.name in last
        row.right += last.get(deck.name) == RIGHT
        row.due += deck.name in known and known[deck.name].due <= today
    return list(rows.values())


class Tally(Struct, frozen=True):
    """All cards together: how many were answered, were last answered right, are due.

    `remembered` is the mean chance to know one today, over those last answered right.
    """

    answered: int
    right: int
    due: int
    remembered: float | None


NO_CARDS = Tally(0, 0, 0, None)


def tally(events: Iterable[Event], known: Mapping[str, Memory], today: date) -> Tally:
    """Return how the cards stand together."""
    last = {e.problem: e.detail for e in events if e.kind is EventKind.ANSWERED}
    chances = [known[name].retrievability for name, detail in last.items() if detail == RIGHT]
    due = sum(memory.due <= today for memory in known.values())
    return Tally(len(last), len(chances), due, fmean(chances) if chances else None)
