"""What the record says, from facts alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grader.model import Verdict
from grader.stats import Standing, Status, choose_next, standing, streak, summarise
from grader.store import EventKind, Store
from tests.test_store import Clock, report


@pytest.fixture
def clock():
    """A clock set by hand."""
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    """An empty record."""
    with Store(tmp_path, clock) as store:
        yield store


def of(store, problem="a/b") -> Standing:
    """Return a problem's standing."""
    return standing(problem, store.checks(problem), store.events(problem))


def test_untouched_started_solved(store, clock):
    """A problem is new, then started, then solved."""
    assert of(store).status is Status.NEW
    store.note("a/b", EventKind.STARTED, "/x")
    assert of(store).status is Status.STARTED
    clock.pass_(minutes=12)
    store.record(report(), "", whole=True)
    assert of(store).status is Status.SOLVED
    assert of(store).solve_seconds == 12 * 60
    assert of(store).first_time


def test_a_typo_is_no_failed_attempt(store):
    """What cannot be run, and faults of ours, are not counted."""
    for verdict in (Verdict.INVALID, Verdict.JUDGE_ERROR):
        store.record(report(verdict=verdict), "", whole=True)
    store.record(report(), "", whole=True)
    assert of(store).checks == 1
    assert of(store).first_time


def test_a_partial_pass_solves_nothing(store):
    """A check of some cases only is no solution."""
    store.record(report(), "", whole=False)
    assert of(store).status is Status.STARTED


def test_best_time_and_hints(store):
    """The best ratio of all passes counts, and each hint once."""
    for ratio in (2.0, 0.9, 1.4):
        store.record(report(ratio=ratio), "", whole=True)
    for number in ("1", "2", "2"):
        store.note("a/b", EventKind.HINT, number)
    assert of(store).best_ratio == 0.9
    assert of(store).hints == 2


def test_totals(store):
    """Totals are per topic and over all, with the mistakes made most often."""
    store.record(report(verdict=Verdict.WRONG_ANSWER), "", whole=True)
    store.record(report(), "", whole=True)
    found = summarise(["a/b", "a/c", "d/e"], store.checks(), store.events(), date(2026, 1, 5))
    assert (found.solved, found.total, found.checks, found.passed_first_time) == (1, 3, 2, 0)
    assert [(row.topic, row.solved, row.total) for row in found.topics] == [
        ("a", 1, 2),
        ("d", 0, 1),
    ]
    assert found.mistakes == (("a/b: off_by_one", 1),)


def test_streak():
    """Days in a row count up to today, or to yesterday while today is still open."""
    today = date(2026, 3, 1)
    days = {today - timedelta(days=n) for n in (1, 2, 3, 5)}
    assert streak(days, today) == 3
    assert streak(days | {today}, today) == 4
    assert streak(set(), today) == 0
    assert streak({today - timedelta(days=2)}, today) == 0


def test_what_is_next():
    """What is begun comes first, then what is new; nothing is left when all is solved."""
    rows = [Standing("a/a", Status.SOLVED), Standing("a/b"), Standing("a/c", Status.STARTED)]
    assert choose_next(rows, None) == ("a/c", "begun and not solved yet")
    assert choose_next(rows[:2], None) == ("a/b", "not begun yet")
    assert choose_next(rows[:1], None) is None
