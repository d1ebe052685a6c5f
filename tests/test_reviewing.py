"""The commands of remembering: a month by the clock, a pipe, a terminal, bad input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cli import configuring, mock, practice, progress, recall, reviewing, watch
from cli.context import Context
from grader.model import Verdict
from grader.settings import SETTINGS, find
from grader.store import EventKind, Store
from tests.conftest import TOY
from tests.test_cli import begin
from tests.test_store import Clock, report
from tests.test_terminal import pytestmark as on_a_screen
from tests.test_terminal import screen  # noqa: F401  (a fixture)

TODAY = datetime.now(UTC).astimezone().date()


# ---- a month, with the clock in the hand


class Month:
    """A person who practises: the commands, called with a clock and a folder of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.clock = Clock()
        self.folder = folder
        self._capsys = capsys

    @property
    def context(self) -> Context:
        """What a command that is typed now would have."""
        return Context(self.folder, self.clock)

    def printed(self, command, *words, **options) -> str:
        """Run a command and return what it prints on stdout."""
        self._capsys.readouterr()
        command(self.context, *words, **options)
        return self._capsys.readouterr().out

    def json(self, command, *words, **options):
        """Run a command and return its JSON."""
        return json.loads(self.printed(command, *words, json=True, **options))

    def due(self) -> list[str]:
        """Return what is proposed."""
        return [due["problem"] for due in self.json(reviewing.propose)["proposed"]]

    def new(self, problem: str) -> None:
        """Start a problem."""
        context = self.context
        path = context.new_path(problem)
        practice.begin(context, context.bank.load(problem), path, force=False)

    def write(self, problem: str, words: str = "mine") -> None:
        """Write an answer."""
        self.context.new_path(problem).write_text(words)

    def check(self, problem: str, verdict: Verdict = Verdict.ACCEPTED, minutes: float = 10) -> None:
        """Record a check, so many minutes after the last thing that was done."""
        self.clock.pass_(minutes=minutes)
        with self.context.store as store:
            store.record(report(problem, verdict), "", whole=True)

    def memory(self, problem: str):
        """Return what is remembered of a problem."""
        return recall.track(self.context, problem).memory


@pytest.fixture
def month(tmp_path, monkeypatch, capsys):
    """A person with an empty record at noon of a Monday."""
    monkeypatch.delenv("DRILL_BANK", raising=False)
    monkeypatch.setenv("DRILL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    return Month(folder, capsys)


START = date(2026, 1, 5)
RMS, SOFTMAX, CAUSAL = "norms/rms_norm", "softmax/stable_softmax", "attention/causal"


def test_a_month_of_practice(month):
    """Thirty days, a problem a day and what is due: the dates, the grades and the streak."""
    names = recall.by_ease(month.context)
    dates: dict[str, list[int]] = {}
    for day in range(30):
        midday = month.clock.now
        due = month.due()
        assert len(due) <= 3
        for problem in due:
            assert month.memory(problem).due <= month.context.today
            reviewing.redo(month.context, problem)
            if (problem, day) == (names[0], 1):
                month.context.store.note(problem, EventKind.SOLUTION, "gave_up")
            month.check(problem, minutes=2)
            dates.setdefault(problem, []).append(day)
        month.new(names[day])
        for _ in range(2 if day == 0 else 0):
            month.check(names[day], Verdict.WRONG_ANSWER, minutes=1)
        month.check(names[day], minutes=2)
        dates.setdefault(names[day], []).append(day)
        assert month.json(reviewing.pick)["problem"] not in due
        month.clock.now = midday + timedelta(days=1)
    earned = [episode.grade for episode in recall.track(month.context, names[0]).episodes]
    assert earned == ["hard", "again", *["easy"] * (len(dates[names[0]]) - 2)]
    assert dates[names[0]] == [0, 1, 2, 5, 15]  # by the formulas of FSRS-6, worked out apart
    assert dates[names[1]] == [1, 9]
    assert dates[names[20]] == [20, 28]
    assert dates[names[25]] == [25]
    month.clock.now -= timedelta(days=1)
    found = progress.statistics(month.context, month.context.today)
    assert (found.streak_days, found.solved, found.due) == (30, 30, 0)
    month.clock.pass_(days=2)
    assert progress.statistics(month.context, month.context.today).streak_days == 0


def test_more_than_three_due_wait(month):
    """The rest is due on the days after; what was redone today counts against the three."""
    names = recall.by_ease(month.context)[:5]
    for name in names:
        month.new(name)
        month.check(name)
    month.clock.pass_(days=30)
    first = month.due()
    assert len(first) == 3
    reviewing.redo(month.context, first[0])
    assert month.due() == first  # begun, not done
    month.check(first[0], minutes=1)
    assert month.due() == first[1:]
    for name in first[1:]:
        reviewing.redo(month.context, name)
        month.check(name, minutes=1)
    assert month.due() == []
    assert "3 redone today, 3 are enough; 2 more are due" in month.printed(reviewing.propose)
    month.clock.pass_(days=1)
    assert set(month.due()) == set(names) - set(first)


def test_a_redo_is_blind_and_keeps_the_old_attempt(month):
    """A fresh stub, the old file beside it, the problem current, and its hints hidden again."""
    month.new(RMS)
    month.write(RMS, "my first answer")
    context = month.context
    context.store.note(RMS, EventKind.HINT, "1")
    month.check(RMS)
    month.new(SOFTMAX)
    month.clock.pass_(days=3)
    path = month.context.new_path(RMS)
    assert month.printed(reviewing.redo, RMS).strip() == str(path)
    assert "NotImplementedError" in path.read_text()
    assert path.with_name("attempt.py.1").read_text() == "my first answer"
    assert month.context.store.current() == RMS
    assert practice._unseen(month.context, month.context.bank.load(RMS))[0] == 1
    month.check(RMS, minutes=4)
    track = recall.track(month.context, RMS)
    assert [episode.grade for episode in track.episodes] == ["hard", "easy"]
    with month.context.store as store:
        assert len(store.checks(RMS)) == 1 + 1


def test_a_leech_is_named_with_what_to_do_first(month):
    """Four times given up: the listing says so, and next goes to the prerequisite."""
    for _ in range(4):
        context = month.context
        practice.start(context, context.bank.load(CAUSAL), context.new_path(CAUSAL), force=True)
        context.store.note(CAUSAL, EventKind.SOLUTION, "gave_up")
        month.clock.pass_(days=3)
    (due,) = month.json(reviewing.propose)["proposed"]
    assert (due["leech"], due["forgotten"]) == (True, 4)
    assert due["easier"] in month.context.paths.prerequisites[CAUSAL]
    shown = month.printed(reviewing.propose)
    assert f"{CAUSAL} was forgotten 4 times; redo {due['easier']} first" in shown
    chosen = month.json(reviewing.pick)
    assert chosen["problem"] == due["easier"]
    assert chosen["command"] == f"drill new {due['easier']}"


def test_the_interview_bends_the_month(month):
    """Eight days become two where five are left, at once and without a check."""
    month.new(RMS)
    month.check(RMS, minutes=2)
    assert month.memory(RMS).due == START + timedelta(days=8)
    configuring.change(month.context, find("interview-date"), "2026-01-10")
    assert month.memory(RMS).due == START + timedelta(days=2)
    assert "interview in 5 days: no problem stays away longer than 2 days" in month.printed(
        progress.show_home
    )
    month.clock.pass_(days=6)
    assert month.memory(RMS).due == START + timedelta(days=8)


def test_a_path_is_followed(month):
    """The path that is named, else the one that is set."""
    name, path = next(iter(month.context.paths.paths.items()))
    chosen = month.json(reviewing.pick, name)
    assert path.title in chosen["why"]
    configuring.change(month.context, find("path"), name)
    assert month.json(reviewing.pick) == chosen


def test_a_rating_moves_the_date_and_undo_moves_it_back(month):
    """Both at once, with both grades told."""
    month.new(RMS)
    month.check(RMS, minutes=2)
    shown = month.printed(reviewing.record_rating, RMS, "hard")
    assert "Hard: your rating, in place of Easy: passed first time" in shown
    assert "back tomorrow, 2026-01-06" in shown
    rated = month.json(reviewing.record_rating, RMS, None)
    assert (rated["grade"], rated["earned"], rated["memory"]["due"]) == (
        "hard",
        "easy",
        "2026-01-06",
    )
    assert "back in 8 days" in month.printed(reviewing.record_rating, RMS, "undo")


def test_the_next_problem_in_watch_may_be_a_redo(month):
    """Its old attempt is kept, the stub is fresh, and no word strays onto the screen."""
    month.new(RMS)
    month.write(RMS, "my first answer")
    month.check(RMS, minutes=2)
    month.clock.pass_(days=9)
    month.new(SOFTMAX)
    view = watch._view(month.context, SOFTMAX)
    assert month.printed(watch._next, view) == ""
    path = month.context.new_path(RMS)
    assert month.context.store.current() == RMS
    assert "NotImplementedError" in path.read_text()
    assert path.with_name("attempt.py.1").read_text() == "my first answer"


def test_a_problem_of_a_mock_has_a_clock_of_its_own(month):
    """The second one's time runs from the first turn to it, not from the mock's beginning."""
    held = mock._begin(month.context, 45, "", "easy", 1)
    problem = held.plan.problems[1]
    month.clock.pass_(minutes=25)
    for index in (1, 0, 1):
        mock._turn(month.context, held, index)
        month.clock.pass_(minutes=1)
    month.check(problem, minutes=2)
    (episode,) = recall.track(month.context, problem).episodes
    assert episode.reason.startswith("passed first time, 5 of ")


# ---- in a pipe, as installed


def lived(drill, days_ago: int, *deeds) -> None:
    """Put a pass of the toy problem into the record, so many days ago."""
    clock = Clock()
    clock.now = datetime.now(UTC) - timedelta(days=days_ago)
    with Store(drill.home, clock) as store:
        store.note(TOY, EventKind.STARTED, "/nowhere/attempt.py")
        for kind, detail in deeds:
            store.note(TOY, kind, detail)
        clock.pass_(minutes=4)
        store.record(report(TOY), "", whole=True)


def test_a_pass_says_its_grade_and_when_it_comes_back(drill, right):
    """One more line, with the reason; without a fresh stub nothing new is graded."""
    begin(drill, right)
    day = TODAY + timedelta(days=8)
    passed = drill("check", "--no-timing").out
    assert f"  grade  Easy: passed first time, 1 of 5 minutes; back in 8 days, {day}\n" in passed
    again = drill("check", "--no-timing").out
    assert f"  grade  unchanged since {TODAY}; back in 8 days, {day}\n" in again
    assert "grade" not in drill("check", "--no-timing", "-k", "extreme").out
    assert drill("check", "--no-timing", "--json").json["verdict"] == "accepted"


def test_what_is_due_is_said_everywhere(drill):
    """Review lists it, next picks it, the bare screen and stats name it."""
    lived(drill, 30)
    listed = drill("review")
    since = TODAY - timedelta(days=28)
    assert listed.code == 0
    assert re.search(rf"^{TOY}  +\d\d%  +since {since}$", listed.out, re.M)
    assert listed.err == f"run  drill review {TOY}\n"
    assert drill("review", "--json").json["schema"] == 1
    chosen = drill("next")
    assert chosen.out == f"{TOY}\n"
    assert f"why  due since {since}; the chance that you still know it is" in chosen.err
    assert f"run  drill review {TOY}" in chosen.err
    home = drill().out
    assert f"  due          {TOY}\n" in home
    assert f"  run          drill review {TOY}\n" in home
    assert "1 due" in drill("stats").out


def test_a_redo_from_start_to_grade(drill, right):
    """Refused twice over, hints from the first, the solution only for giving up, then a grade."""
    lived(drill, 10, (EventKind.HINT, "1"))
    assert drill("solution").code == 2  # nothing is current yet
    path = Path(drill("review", "softmax").out.strip())
    assert drill("review", "softmax").code == 2
    refused = drill("solution")
    assert (refused.code, "is being redone" in refused.err) == (2, True)
    assert "Hint 1 of 3" in drill("hint").out
    assert "Hint 2 of 3" in drill("hint").out
    path.write_text(right)
    passed = drill("check", "--no-timing").out
    assert "  grade  Hard: 2 hints; back " in passed
    assert drill("solution").code == 0
    assert drill("review", "softmax").code == 0  # early, but as one likes
    assert path.with_name("attempt.py.1").read_text() == right
    shown = drill("solution", "--give-up")
    assert f"Again: the solution was shown; back tomorrow, {TODAY + timedelta(days=1)}" in shown.err
    rated = drill("rate", "--json").json
    assert (rated["grade"], rated["memory"]["forgotten"]) == ("again", 1)


def test_rate_and_undo(drill):
    """As typed; the record keeps both."""
    lived(drill, 1)
    assert "Easy" not in drill("rate", "hard", "softmax").out.splitlines()[1][:12]
    assert drill("rate", "--undo", "softmax").out.splitlines()[1].startswith("  grade  Good")
    with Store(drill.home) as store:
        assert [e.detail for e in store.events() if e.kind is EventKind.RATED] == ["hard", "undo"]


def test_config_shows_sets_and_forgets(drill):
    """A value alone on stdout; all of them as a table or JSON."""
    assert set(drill("config", "--json").json["settings"]) == {s.key for s in SETTINGS}
    far = TODAY + timedelta(days=50)
    told = drill("config", "interview-date", str(far))
    assert (told.code, told.out) == (0, "")
    assert "interview in 50 days: no problem stays away longer than 25 days" in told.err
    assert drill("config", "interview_date").out == f"{far}\n"
    assert re.search(rf"^interview-date  {far} ", drill("config").out, re.M)
    assert drill("config", "--unset", "interview-date").code == 0
    assert drill("config", "interview-date").out == ""


def test_the_settings_work(drill, right):
    """The device and the editor that are set are those that are used."""
    path = begin(drill, right)
    assert drill("config", "device", "mps").code == 0
    assert drill("check", "--no-timing").code == 4
    assert drill("check", "--no-timing", "--device", "cpu").code == 0
    drill("config", "editor", "touch -d 2001-01-01")
    assert drill("review", "softmax", "--edit", VISUAL="false").code == 0
    assert date.fromtimestamp(path.stat().st_mtime).year == 2001


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("config", "interview-dte", "2027-01-15"), "nearest: interview-date"),
        (("config", "interview-date", "soon"), "'soon' is no date"),
        (("config", "interview-date", "2001-01-15"), "2001-01-15 is over"),
        (("config", "device", "tpu"), "there is no device 'tpu'"),
        (("config", "editor", "vi '"), "is no command"),
        (("config", "editor", " "), "an editor is a command"),
        (("config", "path", "nowhere"), "there is no path 'nowhere'"),
        (("config", "--unset"), "--unset takes one setting"),
        (("config", "--unset", "device", "cpu"), "--unset takes one setting"),
        (("rate", "god"), "nearest: good"),
        (("rate", "good"), "no problem is in progress"),
        (("rate", "good", "softmax"), "has no grade yet"),
        (("rate", "--undo", "good", "softmax"), "--undo takes a problem"),
        (("review", "softmax"), "never solved"),
        (("review", "nothing"), "there is no problem 'nothing'"),
        (("next", "--path", "nowhere"), "there is no path 'nowhere'"),
    ],
)
def test_bad_input_is_one_line_and_a_remedy(drill, words, says):
    """Exit code 2, what is wrong, what helps; as JSON too where that is asked for."""
    ran = drill(*words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert len(ran.err.splitlines()) <= 2
    if words[0] != "review":
        assert says.split("nearest")[0] in str(drill(*words, "--json").json["error"])


def test_undo_of_what_is_not_rated(drill):
    """It changes nothing and says so."""
    lived(drill, 1)
    ran = drill("rate", "--undo", "softmax")
    assert (ran.code, "is not yours" in ran.err) == (2, True)


def test_an_empty_record_is_no_trouble(drill):
    """Nothing is due, and the first problem is next."""
    assert drill("review").out == "Nothing is due: no problem is solved yet.\n"
    assert drill("next").out == f"{TOY}\n"


# ---- on a terminal


@on_a_screen
def test_the_listing_fits_eighty_columns(screen, drill):  # noqa: F811
    """Due, leech, interview and the command, each on its line."""
    for days in (60, 50, 40, 30):
        lived(drill, days, (EventKind.SOLUTION, "gave_up"))
    drill("config", "interview-date", str(TODAY + timedelta(days=51)))
    screen.type("clear; drill review; echo finished $?")
    shown = screen.wait_for("finished 0").splitlines()
    assert any(re.match(rf"{TOY}  \d+%\s+since", line) for line in shown)
    assert f"{TOY} was forgotten 4 times" in shown
    assert "interview in 51 days: no problem stays away longer than 25 days" in shown
    screen.type("clear; drill; drill rate easy softmax; echo finished $((40 + 2))")
    shown = screen.wait_for("finished 42").splitlines()
    assert f"  run          drill review {TOY}" in shown
    assert (
        "  grade  Easy: your rating, in place of Again: the solution was shown; due since" in shown
    )


def shown_on(drill, *words: str, **environment: str) -> bytes:
    """Return what a command writes to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    own = drill.environment | {"TERM": "xterm-256color"} | environment
    command = [str(Path(sys.executable).with_name("drill")), *words]
    subprocess.run(command, cwd=drill.folder, env=own, stdout=theirs, stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 2**16)
    os.close(ours)
    return shown


@pytest.mark.parametrize("words", [("review",), ("rate", "hard", "softmax"), ("config",), ()])
def test_colour_on_a_terminal_and_none_where_none_is_wanted(drill, words):
    """NO_COLOR takes the colours away, and a pipe has neither."""
    lived(drill, 30)
    colours = re.compile(rb"\x1b\[(?:[0-9;]*;)?3[0-7]m")
    assert not colours.search(shown_on(drill, *words, NO_COLOR="1"))
    assert "\x1b" not in drill(*words).out
    if words[:1] == ("rate",):
        assert colours.search(shown_on(drill, *words))


def test_only_what_is_due_is_listed(drill):
    """A pass of long ago is due, and nothing that was never solved."""
    assert drill("list", "--due", "--json").json["problems"] == []
    with Store(drill.home, lambda: datetime.now(UTC) - timedelta(days=90)) as store:
        store.record(report("toy/softmax"), "", whole=True)
    listed = drill("list", "--due", "--json").json["problems"]
    assert [row["problem"] for row in listed] == ["toy/softmax"]
    assert drill("list", "--due", "--status", "new", "--json").json["problems"] == []
