"""What the record says, from facts alone."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from cli.render_stats import calendar, stats
from grader.bank import Bank
from grader.model import Verdict
from grader.stats import Recall, Standing, Status, standing, streak, summarise
from grader.store import EventKind, Store
from tests.test_store import Clock, report
from tests.test_terminal import pytestmark as on_a_screen
from tests.test_terminal import screen  # noqa: F401  (a fixture)


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
    found = summarise(
        {"a/b": 10, "a/c": 5, "d/e": 8}, store.checks(), store.events(), date(2026, 1, 5)
    )
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


def test_remembered_and_due(store):
    """Chances are told by topic and together; only what is solved has one."""
    minutes = {"a/b": 10, "a/c": 10, "d/e": 10}
    recalls = {"a/b": Recall(0.9), "a/c": Recall(0.5, due=True)}
    found = summarise(minutes, store.checks(), store.events(), date(2026, 1, 5), recalls)
    assert (found.due, found.remembered) == (1, pytest.approx(0.7))
    assert [(row.topic, row.due) for row in found.topics] == [("a", 1), ("d", 0)]
    assert found.topics[1].remembered is None


def test_what_to_work_on(store):
    """What is most forgotten and what was tried in vain, at most three, each with its command."""
    for problem, tries in (("a/one", 1), ("a/six", 6)):
        for _ in range(tries):
            wrong = report(verdict=Verdict.WRONG_ANSWER, problem=problem)
            store.record(wrong, "", whole=True)
    minutes = dict.fromkeys(["a/one", "a/six", "b/known", "b/half", "b/gone", "c/new"], 10)
    recalls = {"b/known": Recall(0.95), "b/half": Recall(0.5), "b/gone": Recall(0.02)}
    found = summarise(minutes, store.checks(), store.events(), date(2026, 1, 5), recalls)
    assert [(weak.command, weak.why) for weak in found.weakest] == [
        ("drill review b/gone", "2% remembered"),
        ("drill check a/six", "6 checks and not solved"),
        ("drill review b/half", "50% remembered"),
    ]


def test_pace_and_calendar(store, clock):
    """The median of time over minutes, and how many checks a day had."""
    for problem, spent in (("a/b", 5), ("a/c", 20), ("a/d", 10)):
        store.note(problem, EventKind.STARTED, "/x")
        clock.pass_(minutes=spent)
        store.record(report(problem=problem), "", whole=True)
    minutes = {"a/b": 10, "a/c": 10, "a/d": 10}
    found = summarise(minutes, store.checks(), store.events(), date(2026, 1, 5))
    assert found.pace == pytest.approx(1.0)
    assert sum(found.calendar.values()) == 3


def test_the_calendar_ends_today():
    """26 columns from Monday to Sunday; the days to come are blank, marks grow with the checks."""
    today = date(2026, 3, 5)  # a Thursday
    counts = {"2026-03-05": 9, "2026-03-04": 1, "2025-09-08": 2, "2025-09-07": 5}
    blank = summarise({}, [], [], today)
    months, *days = _lines(calendar(replace(blank, calendar=counts), today))
    assert [len(line) for line in days] == [26, 26, 26, 26, 25, 25, 25]
    assert days[3][-1] == "█"
    assert days[2][-1] == "░"
    assert days[0][0] == "▒"
    assert "".join(days).count("·") == 26 * 4 + 25 * 3 - 3  # the oldest day has left
    assert months.split() == ["Sep", "Oct", "Nov", "Dec", "Jan", "Feb"]


def _lines(renderable) -> list[str]:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(renderable)
    return [line.rstrip() for line in captured.get().splitlines()]


def filled(folder, checks: int) -> None:
    """Record months of practice on the whole bank."""
    rng, names, clock = random.Random(1), Bank().names(), Clock()
    with Store(folder, clock) as store:
        for number in range(checks):
            name = names[number % len(names)]
            store.note(name, EventKind.STARTED, "/x")
            clock.pass_(minutes=rng.uniform(3, 60))
            verdict = rng.choice([Verdict.ACCEPTED, Verdict.WRONG_ANSWER])
            store.record(report(verdict=verdict, problem=name), "", whole=True)


def test_one_screen_of_80_columns(drill):
    """All of it stands on a usual terminal, whatever is recorded and however long a name is."""
    filled(drill.home, 400)
    topics = sorted({name.partition("/")[0] for name in Bank().names()} | {"mixture_of_experts"})
    names = {f"{topic}/layer_norm_backward_{n}": 10 for topic in topics for n in range(13)}
    with Store(drill.home) as store:
        checks, events = store.checks(), store.events()
    found = summarise(names, checks, events, date(2026, 1, 5), dict.fromkeys(names, Recall(0.1)))
    own = {"DRILL_HOME": str(drill.home), "NO_COLOR": "1"}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ran = subprocess.run(
        ["script", "-qc", "stty cols 80 rows 40; drill stats", "/dev/null"],
        env={k: v for k, v in os.environ.items() if k != "DRILL_BANK"} | own | {"PATH": path},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", ran.stdout).splitlines()
    for lines in (shown, _lines(stats(found, date(2026, 1, 5)))):
        assert len(lines) <= 40
        assert max(len(line.rstrip()) for line in lines) <= 80
    for words in ("solved", "in a row", "work on", "time to solve", "best time", "█"):
        assert words in "\n".join(shown)


@on_a_screen
def test_what_stands_in_a_terminal(screen, drill):  # noqa: F811
    """In tmux at 80 columns: the head, the topics with bars, the calendar, what to work on."""
    filled(drill.home, 120)
    with Store(drill.home) as store:
        store.note("cards/norms/eps_where", EventKind.ANSWERED, "right")
    screen.type(f"clear; DRILL_BANK={Bank().root} drill stats; echo finished $?")
    lines = screen.wait_for("finished 0").splitlines()
    assert re.match(r"\d+ of \d+ solved · ", lines[0])
    assert lines[2].split()[:4] == ["topic", "solved", "known", "due"]
    bars = [line for line in lines if re.match(r"norms +\d/7 +█+░*", line)]
    assert len(bars) == 1
    assert "cards         1 of 1 right" in "\n".join(lines)
    at = next(n for n, line in enumerate(lines) if line.startswith("work on"))
    assert all(line.startswith("  drill ") for line in lines[at + 1 : at + 4])


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium here")
def test_the_page_in_a_browser(drill, tmp_path):
    """The page stands alone: a real browser shows it without the network, scripts or errors."""
    filled(drill.home, 60)
    ran = drill("stats", "--html", "stats.html", DRILL_BANK=str(Path(__file__).parents[1]))
    assert (ran.code, ran.out) == (0, "")
    path = drill.folder / "stats.html"
    text = path.read_text()
    assert not re.search(r"https?://|<script|<link|<img|url\(", text)
    seen = subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    ).stdout
    assert f"of {len(Bank().names())} solved</title>" in seen
    assert seen.count("<rect") >= 26 * 7 - 6
    assert seen.count("<section>") >= 9
    assert "<circle" in seen
