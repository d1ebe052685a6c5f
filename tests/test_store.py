"""What lasts: nothing recorded is lost, a broken file is moved aside, a newer one is left alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.errors import MachineError, UsageError
from grader.model import Attempt, Diagnosis, Report, Timing, Verdict, Versions
from grader.store import FILE, EventKind, Store, quick_check

START = datetime(2026, 1, 5, 12, tzinfo=UTC)


def report(problem="a/b", verdict=Verdict.ACCEPTED, ratio=1.5) -> Report:
    """Return a report as a check would make it."""
    return Report(
        problem=problem,
        attempt=Attempt("/x/attempt.py", "abc"),
        device="cpu",
        dtypes=("float32",),
        seed=3,
        verdict=verdict,
        cases=(),
        diagnosis=None if verdict is Verdict.ACCEPTED else Diagnosis("off_by_one", "You ..."),
        timing=Timing(ratio, ratio, ratio, 1.0, 1.0) if verdict is Verdict.ACCEPTED else None,
        cost=None,
        versions=Versions("0", "3", "2"),
        seconds=0.5,
    )


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def pass_(self, **span):
        """Let time go by."""
        self.now += timedelta(**span)


def test_a_check_is_read_back_as_recorded(tmp_path):
    """Report and source last beyond the process that wrote them."""
    with Store(tmp_path, Clock()) as store:
        number = store.record(report(), "source text", whole=True)
    with Store(tmp_path) as store:
        (check,) = store.checks("a/b")
        assert (check.id, check.at, check.verdict, check.ratio) == (
            number,
            START,
            Verdict.ACCEPTED,
            1.5,
        )
        assert check.whole
        assert store.source(number) == "source text"
        assert store.checks("other/one") == []
        with pytest.raises(UsageError):
            store.source(99)


def test_events_and_the_current_problem(tmp_path):
    """Hints, solutions and the current problem are remembered in order."""
    with Store(tmp_path, Clock()) as store:
        store.note("a/b", EventKind.HINT, "1")
        store.note("a/b", EventKind.SOLUTION, "gave_up")
        store.set_current("a/b")
        store.set_current("c/d")
    with Store(tmp_path) as store:
        assert [event.kind for event in store.events("a/b")] == [EventKind.HINT, EventKind.SOLUTION]
        assert store.current() == "c/d"


def test_a_corrupt_file_is_moved_aside_not_deleted(tmp_path):
    """The old bytes stay readable under a name that is told; a new record begins."""
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    with Store(tmp_path) as store:
        assert store.moved_aside is not None
        assert store.moved_aside.read_bytes().startswith(b"not a database")
        store.set_current("a/b")
    assert quick_check(tmp_path / FILE) == "ok"


def test_a_newer_file_is_refused_and_not_changed(tmp_path):
    """A record written by a newer drill is left as it is."""
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(MachineError, match="newer"):
        Store(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="needs a file where a folder should be")
def test_an_unusable_folder_is_one_clear_error(tmp_path):
    """A data folder that cannot be made says so and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot be used") as caught:
        Store(tmp_path / "file" / "home")
    assert "DRILL_HOME" in caught.value.remedy


def test_two_processes_may_write_at_once(tmp_path):
    """Concurrent writers wait for each other; every record is there at the end."""
    code = (
        "import sys; from pathlib import Path; from grader.store import *\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for n in range(20): store.note('a/b', EventKind.HINT, str(n))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    with Store(tmp_path) as store:
        assert len(store.events()) == 60


def test_killed_writers_leave_a_sound_file(tmp_path):
    """Whatever moment a writer is killed at, the file opens and holds whole records."""
    code = (
        "import sys; from pathlib import Path; from grader.store import *\n"
        "store = Store(Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "while True: store.note('a/b', EventKind.HINT, 'x' * 1000)\n"
    )
    seen = 0
    for round_ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        with writer.stdout:
            writer.stdout.readline()
        try:
            writer.wait(0.02 * (round_ + 1))
        except subprocess.TimeoutExpired:
            writer.kill()
            writer.wait()
        with Store(tmp_path) as store:
            assert store.moved_aside is None
            events = store.events()
            assert {len(event.detail) for event in events} <= {1000}
            assert len(events) >= seen
            seen = len(events)
    assert seen > 0


def test_the_file_is_where_the_environment_says(tmp_path: Path, monkeypatch):
    """DRILL_HOME overrides the platform's data folder."""
    monkeypatch.setenv("DRILL_HOME", str(tmp_path / "here"))
    with Store() as store:
        assert store.path == tmp_path / "here" / FILE
