"""Concept cards: questions answered in words, by one number or by one shape.

`problems/TOPIC/cards.yaml` holds a topic's; loaded strictly. Knows no terminal.
"""

from __future__ import annotations

import ast
import difflib
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.bank import Bank, load_yaml
from grader.errors import BankError, UsageError
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
        raise UsageError(f"{typed!r} is no shape", remedy="as in: 2, 3") from None


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
        raise UsageError(f"{typed!r} is no number", remedy="as in: 0.125 or 1/8") from None


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


def draw(
    decks: Sequence[Deck], events: Iterable[Event], count: int, rng: random.Random
) -> list[Deck]:
    """Choose cards: those never asked first, then those last answered wrong, then the others.

    Of those last answered wrong the most often wrong come first; of what is equal in that, what
    was asked longest ago. Among cards never asked the order is random.
    """
    answers = [event for event in events if event.kind is EventKind.ANSWERED]
    last = {event.problem: event for event in answers}
    missed = Counter(event.problem for event in answers if event.detail != RIGHT)

    def turn(deck: Deck) -> tuple[int, int, float, float]:
        event = last.get(deck.name)
        if event is None:
            return 0, 0, 0.0, rng.random()
        misses = 0 if event.detail == RIGHT else missed[deck.name]
        return 1, -misses, event.at.timestamp(), rng.random()

    return sorted(decks, key=turn)[:count]


def standing(decks: Sequence[Deck], events: Iterable[Event]) -> dict[str, tuple[int, int, int]]:
    """Return for each topic how many cards there are, were asked, and were last answered right."""
    last = {e.problem: e.detail for e in events if e.kind is EventKind.ANSWERED}
    rows: dict[str, tuple[int, int, int]] = {}
    for deck in decks:
        total, asked, right = rows.get(deck.topic, (0, 0, 0))
        known = last.get(deck.name)
        rows[deck.topic] = (total + 1, asked + (known is not None), right + (known == RIGHT))
    return rows
