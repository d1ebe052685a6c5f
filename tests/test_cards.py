"""Concept cards: what they say is true, how they are answered, drawn and recorded."""

from __future__ import annotations

import json
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
from grader.cards import (
    RIGHT,
    WRONG,
    Card,
    Deck,
    Kind,
    draw,
    load_cards,
    memories,
    number,
    shape,
    standings,
)
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


def test_length_tells_nothing():
    """Who picks the longest choice, or the shortest, is not right much oftener than by chance."""
    cards = [deck.card for deck in DECKS if deck.card.kind is Kind.CHOICE]
    lengths = [(len(str(card.answer)), [len(c) for c in card.choices]) for card in cards]
    assert sum(own == max(others) for own, others in lengths) < 0.35 * len(cards)
    assert sum(own == min(others) for own, others in lengths) < 0.45 * len(cards)


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.name)
def test_every_number_and_shape_is_true(deck):
    """Python gives the answer that the card holds."""
    card = deck.card
    assert bool(card.check) == (card.kind is not Kind.CHOICE)
    if card.check:
        found = eval(card.check, {"torch": torch})
        if card.kind is Kind.SHAPE:
            assert tuple(found) == card.answer
            return
        if card.decimals is not None:
            found = round(found, card.decimals)
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
        ("+3", 3),
        ("24*24", 576),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    """Fractions, powers, per cent, separators."""
    assert number(typed) == pytest.approx(value)


@pytest.mark.parametrize(
    "typed", ["", "eight", "1/0", "2,3", "f(1)", "9**9**9", "True", "1 2", "-" * 9999 + "1"]
)
def test_what_is_no_number_is_said(typed):
    """One line, and nothing is evaluated that is not arithmetic."""
    with pytest.raises(UsageError, match="is not a number"):
        number(typed)


def test_decimals_are_a_floor_and_not_a_limit():
    """Who types more of them than were asked for is right; an exact number stays exact."""
    rounded, exact = (Card("c", "q", 2.3, "e", decimals=places) for places in (2, None))
    assert [rounded.is_right(n) for n in ("2.3", "2.30", "2.302585")] == [True] * 3
    assert [rounded.is_right(n) for n in ("2.31", "2", "1e999")] == [False] * 3
    assert not exact.is_right("2.302585")


TWO_THREE = ["2,3", "(2, 3)", "[2, 3]", "2 3", "2x3", "2 × 3", "(2,3,)", "torch.Size([2, 3])"]


@pytest.mark.parametrize("typed", TWO_THREE)
def test_shapes_as_people_type_them(typed):
    """With or without brackets."""
    assert shape(typed) == (2, 3)
    assert shape("(5,)") == (5,)
    assert shape("()") == ()
    for nothing in ("two, three", "", "  "):
        with pytest.raises(UsageError, match="is not a shape"):
            shape(nothing)


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
    "an id that is none": (
        "- {id: A b, question: q, answer: 1, explanation: e}",
        "'A b' is no id",
    ),
    "a choice twice": (
        "- {id: a, question: q, answer: x, choices: [x, y, y], explanation: e}",
        "the same choice twice",
    ),
    "decimals of a shape": (
        "- {id: a, question: q, answer: [2], decimals: 2, explanation: e}",
        "is answered by no number",
    ),
    "no explanation": ("- {id: a, question: q, answer: 1}", "`explanation`"),
    "no list": ("id: a", "Expected `array`"),
    "empty": ("", "Expected `array`"),
    "no YAML": ("- {id: a", "cards.yaml"),
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
    when = datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    return Event(when, name, EventKind.ANSWERED, how)


def decks_of(names: str) -> list[Deck]:
    """Return a card for each letter."""
    return [Deck("t", Card(name, "q", 1, "e")) for name in names]


def test_due_then_new_then_the_others():
    """What is due comes first, the most forgotten of it before the rest, then what is new."""
    decks = decks_of("abcde")
    events = [
        answered("cards/t/a", 1, RIGHT),
        answered("cards/t/b", 2, WRONG),
        answered("cards/t/c", 9, RIGHT),
        answered("cards/t/d", 9, WRONG),
    ]
    today = events[-1].at.date()
    known = memories(events, today)
    assert not {"cards/t/c", "cards/t/d"} & {n for n, m in known.items() if m.due <= today}
    drawn = [deck.card.id for deck in draw(decks, known, today, 5, random.Random(0))]
    assert drawn[2] == "e"
    assert set(drawn[:2]) == {"a", "b"}
    chances = [known[f"cards/t/{name}"].retrievability for name in drawn[:2]]
    assert chances == sorted(chances)
    (row,) = standings(decks, events, known, today)
    assert (row.cards, row.asked, row.right, row.due) == (5, 4, 2, 2)
    orders = {
        tuple(d.card.id for d in draw(decks, {}, today, 5, random.Random(n))) for n in range(20)
    }
    assert len(orders) > 10


def test_a_right_answer_keeps_a_card_away_and_a_wrong_one_brings_it_back():
    """Each right answer on its due day lengthens the interval; a wrong one makes it a day."""
    events, day, spans = [], 0, []
    for _ in range(4):
        events.append(answered("cards/t/a", day, RIGHT))
        today = events[-1].at.date()
        due = memories(events, today)["cards/t/a"].due
        spans.append((due - today).days)
        day += spans[-1]
    assert spans[0] >= 1
    assert spans == sorted(set(spans))
    events.append(answered("cards/t/a", day, WRONG))
    events.append(answered("cards/t/a", day, RIGHT))  # just told: no recall
    memory = memories(events, events[-1].at.date())["cards/t/a"]
    assert (memory.due - events[-1].at.date()).days == 1
    assert (memory.reviews, memory.forgotten) == (5, 1)


# ---- the command


def bank_with(folder: Path, cards: str) -> str:
    """Return the small bank with a topic that has these cards and no problem."""
    shutil.copytree(TOY_BANK, folder / "bank")
    (folder / "bank/problems/lonely").mkdir()
    (folder / "bank/problems/lonely/cards.yaml").write_text(cards)
    return str(folder / "bank")


def quiz(
    drill, typed: str | bytes | None, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a quiz whose answers come from a pipe; None closes it altogether."""
    command = [str(Path(sys.executable).with_name("drill")), "quiz", *words]
    if typed is None:
        command = ["sh", "-c", 'exec "$@" <&-', "sh", *command]
    ran = subprocess.run(
        command,
        cwd=drill.folder,
        env=drill.environment | REAL | {"PYTHONIOENCODING": "utf-8:strict"} | environment,
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(
        ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode()
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


def test_a_seed_draws_and_shuffles(drill):
    """The same cards in the same order, their choices too; another seed asks otherwise."""
    asked = []
    for seed in ("3", "3", "4"):
        shutil.rmtree(drill.home, ignore_errors=True)
        asked.append(quiz(drill, "a\n1\n2,3\n" * 5, "-n", "3", "--seed", seed).stderr)
    assert asked[0] == asked[1] != asked[2]
    assert "\x1b" not in asked[0]


def test_json_holds_what_was_answered(drill, tmp_path):
    """Each answer with the right one beside it; the questions stay on stderr."""
    bank = bank_with(tmp_path, "- {id: one, question: why?, answer: 2, explanation: e}\n")
    ran = quiz(drill, "1/4\n", "--json", DRILL_BANK=bank)
    assert "why?" in ran.stderr
    found = json.loads(ran.stdout)
    assert (found["schema"], found["asked"], found["right"]) == (1, 1, 0)
    assert found["answers"] == [
        {"card": "cards/lonely/one", "given": "1/4", "right": False, "answer": 2}
    ]
    assert found["again"] == ["cards/lonely/one"]


def test_no_input_is_no_answer(drill):
    """An input that is closed, empty or no text is told from an answer, and from a fault."""
    for typed in (None, "", b"\xff\n"):
        ran = quiz(drill, typed, "softmax")
        assert (ran.returncode, ran.stdout) == (0, "")
        assert ran.stderr.endswith("nothing was answered\n")
    assert answers(drill) == []


def test_answers_are_no_checks(drill):
    """What counts and lists problems does not hear of cards; stats tells of them apart."""
    before = [drill(*words).out for words in (["list"], ["history"], ["next"])]
    stats = drill("stats", "--json").json
    quiz(drill, "a\n0\n2\n" * 9, "-n", "9")
    assert len(answers(drill)) > 3
    after = [drill(*words).out for words in (["list"], ["history"], ["next"])]
    assert after == before
    last = dict(answers(drill))
    right = sum(detail == RIGHT for detail in last.values())
    known = 1.0 if right else None
    cards = {"answered": len(last), "right": right, "due": 0, "remembered": known}
    assert drill("stats", "--json").json == stats | {"cards": cards}
    assert f"cards         {right} of {len(last)} right" in drill("stats").out
    assert drill("stats", "--html", "page.html").code == 0
    kept = drill("export").out
    assert kept.count('"answered"') == len(answers(drill))


def test_cards_that_are_due_are_told(drill):
    """The bare screen, the list and the end of a quiz say what comes back."""
    bank = {"DRILL_BANK": str(Bank().root)}
    name = next(deck.name for deck in load_cards(Bank()) if deck.topic == "softmax")
    with Store(drill.home, lambda: datetime.now(UTC) - timedelta(days=30)) as store:
        store.note(name, EventKind.ANSWERED, WRONG)
    assert "cards        1 due: drill quiz" in drill(**bank).out
    rows = drill("quiz", "--list", "--json", **bank).json["topics"]
    assert {row["topic"]: row["due"] for row in rows if row["due"]} == {"softmax": 1}
    shown = quiz(drill, "a\n0\n2\n" * 3, "softmax", "-n", "1", **bank)
    assert "the next card comes back" in shown.stdout
    assert answers(drill)[-1][0] == name
    assert "due: drill quiz" not in drill(**bank).out


def test_a_topic_of_cards_only(drill, tmp_path):
    """A topic without a problem yet has cards, and is no problem."""
    bank = {"DRILL_BANK": bank_with(tmp_path, "- {id: a, question: q, answer: 1, explanation: e}")}
    assert drill("quiz", "--list", **bank).out.splitlines()[1].split() == [
        "lonely",
        "1",
        "0",
        "0",
        "0",
    ]
    assert "lonely" not in drill("list", **bank).out
    assert drill("verify", "toy/softmax", "--no-mutants", "--seeds", "1", **bank).code == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_ctrl_c_loses_nothing(screen, drill):  # noqa: F811
    """What was answered before it is recorded; the exit code is 130."""
    screen.type(f"clear; DRILL_BANK={Bank().root} drill quiz softmax -n 2")
    screen.wait_for("1/2 softmax")
    shown = screen.wait_for(">")  # the question is whole
    screen.type("9" if "type a number" in shown else "a")
    screen.wait_for("2/2 softmax")
    screen.press("C-c")
    screen.wait_for("interrupted")
    screen.type("echo finished $?")
    assert "Traceback" not in screen.wait_for("finished 130")
    assert len(answers(drill)) == 1


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_long_lines_stay_indented(screen):  # noqa: F811
    """Where a terminal breaks a reason, it goes on below its own beginning."""
    screen.type(f"clear; DRILL_BANK={Bank().root} drill quiz softmax -n 1 --seed 5; echo done $?")
    screen.wait_for("1/1 softmax")
    screen.type("a")
    screen.wait_for("done ")
    shown = screen.wait_for("1 right").splitlines()
    begin = next(n for n, line in enumerate(shown) if "✓ right" in line or "✗ wrong" in line)
    reason = shown[begin + 1 : shown.index("", begin)]
    assert len(reason) > 1
    assert all(line.startswith("  ") and len(line) <= 80 for line in reason)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_quiz_on_a_screen(screen, drill):  # noqa: F811
    """A question at a time within 80 columns, with its verdict and its reason."""
    screen.type(f"clear; DRILL_BANK={Bank().root} drill quiz softmax -n 2; echo finished $?")
    screen.wait_for("1/2 softmax")
    shown = screen.wait_for(">")  # the question is whole
    screen.type("9" if "type a number" in shown else "a")
    shown = screen.wait_for("2/2 softmax")
    assert "✓ right" in shown or "✗ wrong" in shown
    screen.type("q")
    screen.wait_for("of 1 right")
    screen.wait_for("finished")
    assert len(answers(drill)) == 1
