"""Mock interviews: what is drawn, what the record makes of it, and the command."""

from __future__ import annotations

import random
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from grader.bank import Bank
from grader.mock import (
    NAME,
    Begin,
    End,
    Turn,
    draw,
    encode,
    mocks,
    running,
    summarise,
)
from grader.model import Difficulty, Verdict
from grader.store import Check, Event, EventKind, Store
from tests.test_faults import Terminal, wait_until
from tests.test_terminal import Screen, screen  # noqa: F401  (a fixture)

START = datetime(2025, 3, 1, 12, tzinfo=UTC)
PLAN = Begin("m", 30, ("a/one", "b/two"), ("/m/problem_1.py", "/m/problem_2.py"))


def at(minutes: float) -> datetime:
    """Return a moment of the mock."""
    return START + timedelta(minutes=minutes)


def step(minutes: float, what) -> Event:
    """Return a step as it is recorded."""
    return Event(at(minutes), NAME, EventKind.MOCK, encode(what))


def checked(minutes: float, verdict: Verdict, problem: int = 0, *, whole: bool = True) -> Check:
    """Return a check of one of the mock's files."""
    where = (PLAN.problems[problem], verdict, "cpu", 1, 1.0, None, None, whole)
    return Check(1, at(minutes), *where, PLAN.paths[problem], "")


# ---- what is drawn


def test_what_is_drawn_fits_and_is_of_many_topics():
    """The minutes together fit, topics differ while they can, easier problems come first."""
    bank = Bank()
    problems = {name: bank.load(name).problem for name in bank.names()}
    minutes = {name: problem.minutes for name, problem in problems.items()}
    levels = {name: problem.difficulty for name, problem in problems.items()}
    order = list(Difficulty)
    again = many = 0
    for seed in range(200):
        budget = 10 + seed % 80
        drawn = draw(minutes, levels, budget, random.Random(seed))
        topics = [name.partition("/")[0] for name in drawn]
        assert 0 < sum(minutes[name] for name in drawn) <= budget
        again += len(topics) - len(set(topics))
        many += len(topics)
        ranks = [order.index(levels[name]) for name in drawn]
        assert ranks == sorted(ranks)
        assert drawn == draw(minutes, levels, budget, random.Random(seed))
    assert again < many / 10  # only to fill the time that no other topic fits
    assert len({tuple(draw(minutes, levels, 45, random.Random(n))) for n in range(20)}) > 10


def test_what_is_solved_comes_last():
    """And what does not fit is never drawn."""
    minutes = {"a/x": 10, "a/y": 10, "b/z": 50}
    levels = dict.fromkeys(minutes, Difficulty.EASY)
    for seed in range(20):
        assert draw(minutes, levels, 15, random.Random(seed), ["a/x"]) == ["a/y"]
        assert set(draw(minutes, levels, 25, random.Random(seed), ["a/x"])) == {"a/x", "a/y"}
        assert draw(minutes, levels, 5, random.Random(seed)) == []


# ---- what the record says


def test_the_clock_runs_whatever_the_terminal_does():
    """It is over when it was ended or its time is up, and not before."""
    events = [step(0, PLAN)]
    assert running(events, at(29.9)) is not None
    assert running(events, at(30)) is None
    assert running([*events, step(5, End("m"))], at(6)) is None
    other = Begin("n", 10, ("a/one",), ("/n/problem_1.py",))
    found = running([*events, step(40, other)], at(45))
    assert found is not None
    assert found.plan == other


def test_a_step_that_cannot_be_read_is_left_out():
    """A newer drill's step spoils nothing, nor does one of a mock that is not here."""
    strange = Event(at(1), NAME, EventKind.MOCK, '{"do":"dance","id":"m"}')
    stray = step(1, Turn("elsewhere", 1))
    (found,) = mocks([step(0, PLAN), strange, stray, step(2, Turn("m", 1))])
    assert found.index == 1


MINUTES = {"a/one": 10, "b/two": 15}
WRONG, RIGHT, INVALID = Verdict.WRONG_ANSWER, Verdict.ACCEPTED, Verdict.INVALID


@pytest.mark.parametrize(
    ("checks", "points", "failed"),
    [
        ([], 0, 0),
        ([checked(5, WRONG)], 0, 1),
        ([checked(5, RIGHT)], 10, 0),
        ([checked(5, RIGHT, whole=False)], 0, 0),
        ([checked(3, INVALID), checked(5, RIGHT)], 10, 0),
        ([checked(3, WRONG), checked(4, WRONG), checked(5, RIGHT), checked(6, WRONG)], 8, 2),
        ([checked(n, WRONG) for n in range(1, 6)] + [checked(9, RIGHT)], 7, 5),
        ([checked(11, RIGHT)], 8, 0),
        ([checked(31, RIGHT)], 0, 0),
    ],
)
def test_points(checks, points, failed):
    """Ten for a solved problem, less for failed checks and for taking long; none after the end."""
    (mock,) = mocks([step(0, PLAN), step(25, Turn("m", 1))])
    found = summarise(mock, checks, MINUTES, at(60))
    assert (found.answers[0].points, found.answers[0].failed) == (points, failed)
    assert (found.points, found.of) == (points, 20)


def test_time_is_what_was_spent_at_a_problem():
    """Turning to another one stops the clock of the first, and so does solving it."""
    steps = [step(0, PLAN), step(4, Turn("m", 1)), step(10, Turn("m", 0)), step(20, End("m"))]
    (mock,) = mocks(steps)
    found = summarise(mock, [checked(12, RIGHT)], MINUTES, at(50))
    assert [answer.seconds for answer in found.answers] == [6 * 60, 6 * 60]
    assert found.seconds == 20 * 60


# ---- the command


def test_a_mock_without_a_terminal(drill, right, mistake):
    """Problems without names or titles, a check that helps nobody, a score; all is recorded."""
    begun = drill("mock", "--minutes", "30")
    assert begun.code == 0
    assert "# Problem 1" in begun.out
    assert "Softmax of rows" not in begun.out
    assert "toy/" not in begun.out
    path = next((drill.folder / p) for p in begun.out.splitlines() if p.endswith("problem_1.py"))
    assert "# Problem 1" in path.with_suffix(".md").read_text()
    again = drill("mock")
    assert (again.code, "is running" in again.err) == (2, True)
    for words in (["hint", "softmax"], ["solution", "softmax", "--give-up"]):
        ran = drill(*words)
        assert (ran.code, "a mock interview is running" in ran.err) == (2, True)
    path.write_text(mistake("no_max"))
    wrong = drill("mock", "--check", "1")
    assert (wrong.code, "✗ problem 1 wrong answer" in wrong.out) == (1, True)
    assert "known mistake" not in wrong.out
    assert "softmax" not in wrong.out.replace("row_softmax", "")
    path.write_text(right)
    assert drill("mock", "--check", "1").code == 0
    assert drill("mock", "--check", "2").code == 2
    standing = drill("mock", "--resume", "--json").json
    assert standing["problems"] == [{"number": 1, "path": str(path), "solved": True}]
    assert 1700 < standing["seconds_left"] <= 1800
    ended = drill("mock", "--end")
    assert "9 of 10 points · 1 of 1 solved" in ended.out
    assert "toy/softmax" in ended.out
    problem = Bank(drill_bank()).load("toy/softmax").problem
    for follow_up in problem.follow_ups:
        assert f"{follow_up.question}\n  {follow_up.answer}" in ended.out
    assert drill("mock", "--end").code == 2
    assert drill("mock", "--last", "--json").json["points"] == 9
    assert drill("stats", "--json").json["solved"] == 1
    assert drill("hint", "softmax").code == 0


def drill_bank():
    """Return the small bank's root."""
    from tests.conftest import TOY_BANK

    return TOY_BANK


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--topics", "toys"], "there is no topic 'toys'"),
        (["--level", "simple"], "--level cannot be 'simple'"),
        (["--level", "hard"], "no problem fits 45 minutes"),
        (["--resume"], "no mock interview is running"),
        (["--last"], "there was no mock interview yet"),
        (["--minutes", "1"], "minutes"),
    ],
)
def test_bad_input(drill, words, says):
    """One line, exit code 2, and nothing begun."""
    ran = drill("mock", *words)
    assert (ran.code, says in ran.err) == (2, True)
    assert not list(drill.folder.glob("mock-*"))


on_a_screen = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@on_a_screen
def test_one_key_does_not_end_a_mock(screen, drill):  # noqa: F811
    """The key that ends it asks to be pressed again; any other goes on."""
    screen.type("clear; drill mock --minutes 20; echo finished $?")
    screen.wait_for("left of 20 min")
    screen.press("e")
    screen.wait_for("e again ends the interview")
    screen.press("s")
    screen.wait_for("previous")
    screen.press("e")
    screen.wait_for("e again ends the interview")
    assert going_on(drill)
    screen.press("e")
    screen.wait_for("0 of 10 points")
    assert not going_on(drill)


@on_a_screen
def test_a_mock_on_the_screen(screen, drill, right, mistake):  # noqa: F811
    """Clock, statement, check, leaving and going on; solving all of it ends it with the score."""
    screen.type("clear; drill mock --minutes 20; echo finished $?")
    shown = screen.wait_for("left of 20 min")
    assert "problem 1 of 1" in shown
    assert "Softmax of rows" not in shown
    (path,) = drill.folder.glob("mock-*/problem_1.py")
    path.write_text(mistake("no_max"))
    screen.press("c")
    shown = screen.wait_for("wrong answer")
    assert "known mistake" not in shown
    screen.press("s")
    screen.wait_for("Entry points")
    screen.press("q")
    screen.wait_for("the clock runs on")
    screen.type("clear; drill mock --resume; echo finished $?")
    shown = screen.wait_for("left of 20 min")
    minutes, seconds = re.findall(r"(\d+):(\d+) left", shown)[0]
    assert 60 * int(minutes) + int(seconds) < 1200
    path.write_text(right)
    screen.press("c")
    screen.wait_for("9 of 10 points")
    for _ in range(2):
        screen.wait_for("answer aloud")
        screen.press("Enter")
    screen.wait_for("finished 0")


def test_a_closed_terminal_ends_no_mock(drill, right):
    """What was begun in a window that is gone goes on in another."""
    terminal = Terminal(drill, "mock", "--minutes", "20")
    wait_until(lambda: list(drill.folder.glob("mock-*/problem_1.md")))
    wait_until(lambda: (drill.home / "drill.sqlite3").exists() and going_on(drill))
    terminal.close()
    terminal.command.wait(10)
    assert not list(terminal.scratch.iterdir())
    assert drill("mock", "--resume", "--json").json["minutes"] == 20


def going_on(drill) -> bool:
    """Say whether a mock is running."""
    with Store(drill.home) as store:
        return running(store.events(), datetime.now(UTC)) is not None
