"""Concept cards: what they say is true, how they are answered, drawn and recorded."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import torch

from grader.bank import Bank
from grader.cards import RIGHT, WRONG, Card, Deck, Kind, draw, load_cards, number, shape, standing
from grader.errors import BankError, UsageError
from grader.store import Event, EventKind, Store
from tests.conftest import TOY_BANK
from tests.test_terminal import Screen, screen  # noqa: F401  (a fixture)

DECKS = load_cards(Bank())
REAL = {"DRILL_BANK": str(Bank().root)}


def test_there_are_enough_cards():
    """At least sixty, some for every topic; every one explains, none asks the same twice."""
    topics = Counter(deck.topic for deck in DECKS)
    assert len(DECKS) >= 60
    assert {name.partition("/")[0] for name in Bank().names()} <= set(topics)
    assert min(topics.values()) >= 4
    assert len({deck.card.question for deck in DECKS}) == len(DECKS)
    for deck in DECKS:
        assert len(deck.card.explanation.split()) >= 8, deck.name
        assert 2 <= len(deck.card.choices) <= 5 or deck.card.kind is not Kind.CHOICE


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.name)
def test_every_number_and_shape_is_true(deck):
    """Python gives the answer that the card holds."""
    card = deck.card
    assert bool(card.check) == (card.kind is not Kind.CHOICE)
    if card.check:
        found = eval(card.check, {"torch": torch})
        if card.kind is Kind.SHAPE:
            assert tuple(found) == card.answer
        else:
            assert found == pytest.approx(card.answer, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.125", 0.125),
        ("1/8", 0.125),
        ("2**-3", 0.125),
        ("2^-3", 0.125),
        ("12.5%", 0.125),
        ("1e-3", 0.001),
        ("124,439,808", 124439808),
        ("124_439_808", 124439808),
        (" -3 ", -3),
        ("24*24", 576),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    """Fractions, powers, per cent, separators."""
    assert number(typed) == pytest.approx(value)


@pytest.mark.parametrize("typed", ["", "eight", "1/0", "2,3", "f(1)", "9**9**9", "True", "1 2"])
def test_what_is_no_number_is_said(typed):
    """One line, and nothing is evaluated that is not arithmetic."""
    with pytest.raises(UsageError, match="is no number"):
        number(typed)


@pytest.mark.parametrize("typed", ["2,3", "(2, 3)", "[2, 3]", "2 3", "2x3", "2 × 3", "(2,3,)"])
def test_shapes_as_people_type_them(typed):
    """With or without brackets."""
    assert shape(typed) == (2, 3)
    assert shape("(5,)") == (5,)
    assert shape("()") == ()
    with pytest.raises(UsageError, match="is no shape"):
        shape("two, three")


BROKEN = {
    "an unknown key": ("- {id: a, question: q, answer: 1, explanation: e, chek: x}", "'check'"),
    "no such choice": (
        "- {id: a, question: q, answer: x, choices: [y, z], explanation: e}",
        "none of its choices",
    ),
    "twice": (
        "- {id: a, question: q, answer: 1, explanation: e}\n" * 2,
        "two cards 'a'",
    ),
    "words without choices": (
        "- {id: a, question: q, answer: x, explanation: e}",
        "needs choices",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named(tmp_path, case):
    """File, card and key."""
    text, words = BROKEN[case]
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    (tmp_path / "bank/problems/toy/cards.yaml").write_text(text)
    with pytest.raises(BankError) as caught:
        load_cards(Bank(tmp_path / "bank"))
    assert words in caught.value.message
    assert "cards.yaml" in caught.value.message


# ---- drawing


def answered(name: str, day: int, how: str) -> Event:
    """Return an answer in the record."""
    when = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)
    return Event(when, name, EventKind.ANSWERED, how)


def test_new_then_wrong_then_old():
    """Never asked before, then last answered wrong, then longest ago."""
    decks = [Deck("t", Card(name, "q", 1, "e")) for name in "abcde"]
    events = [
        answered("cards/t/a", 1, RIGHT),
        answered("cards/t/b", 2, WRONG),
        answered("cards/t/b", 9, RIGHT),
        answered("cards/t/c", 3, RIGHT),
        answered("cards/t/d", 4, RIGHT),
        answered("cards/t/d", 8, WRONG),
    ]
    chosen = draw(decks, events, 5, random.Random(0))
    assert [deck.card.id for deck in chosen] == ["e", "d", "a", "c", "b"]
    assert standing(decks, events) == {"t": (5, 4, 3)}
    orders = {tuple(d.card.id for d in draw(decks, [], 5, random.Random(n))) for n in range(20)}
    assert len(orders) > 10


# ---- the command


def quiz(drill, typed: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a quiz whose answers come from a pipe."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("drill")), "quiz", *words],
        cwd=drill.folder,
        env=drill.environment | REAL,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def answers(drill) -> list[tuple[str, str]]:
    """Return the answers in the record."""
    with Store(drill.home) as store:
        events = store.events()
    return [(e.problem, e.detail) for e in events if e.kind is EventKind.ANSWERED]


def test_a_quiz_in_a_pipe(drill):
    """Answers a line each; what was wrong is named at the end, and all is recorded."""
    ran = quiz(drill, "9\n", "vision", "-n", "1", "--seed", "1")
    while "type a number" not in ran.stderr:  # the first card may be a choice
        shutil.rmtree(drill.home)
        ran = quiz(drill, "9\n", "adapters", "-n", "1")
    assert ran.returncode == 1
    assert "✗ wrong: " in ran.stderr
    assert "0 of 1 right" in ran.stdout
    assert "again  " in ran.stdout
    ((name, detail),) = answers(drill)
    assert (name.startswith("cards/"), detail) == (True, WRONG)
    assert drill("stats", "--json", **REAL).json["checks"] == 0


def test_all_right_is_exit_code_0(drill):
    """Every letter is tried until the card is answered right."""
    codes = []
    for letter in "abcd":
        shutil.rmtree(drill.home, ignore_errors=True)
        ran = quiz(drill, f"{letter}\n", "softmax", "-n", "1", "--seed", "5")
        codes.append(ran.returncode)
    assert sorted(codes) == [0, 1, 1, 1]


def test_what_cannot_be_read_is_asked_again(drill):
    """It is no wrong answer; the end of the input ends the quiz, keeping what was answered."""
    ran = quiz(drill, "zebra\na\n", "softmax", "-n", "3", "--seed", "5")
    assert "is none of them: a, b, c, d, or q" in ran.stderr
    assert len(answers(drill)) == 1
    ran = quiz(drill, "q\n", "--json")
    assert '"asked":0' in ran.stdout


def test_topics_and_typos(drill):
    """The list counts; an unknown topic is one line and exit code 2."""
    quiz(drill, "a\n", "softmax", "-n", "1", "--seed", "5")
    ran = drill("quiz", "--list", "--json", **REAL)
    rows = {row["topic"]: row for row in ran.json["topics"]}
    assert rows["softmax"]["asked"] == 1
    assert sum(row["cards"] for row in rows.values()) == len(DECKS)
    wrong = drill("quiz", "softmaks", **REAL)
    assert (wrong.code, "there are no cards of 'softmaks'" in wrong.err) == (2, True)
    assert drill("quiz").code == 2  # the small bank has none


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_quiz_on_a_screen(screen, drill):  # noqa: F811
    """A question at a time within 80 columns, with its verdict and its reason."""
    screen.type(f"clear; DRILL_BANK={Bank().root} drill quiz softmax -n 2; echo finished $?")
    shown = screen.wait_for("1/2 softmax")
    assert ">" in shown
    screen.type("9" if "type a number" in shown else "a")
    shown = screen.wait_for("2/2 softmax")
    assert "✓ right" in shown or "✗ wrong" in shown
    screen.type("q")
    screen.wait_for("of 1 right")
    screen.wait_for("finished")
    assert len(answers(drill)) == 1
