"""What lasts: nothing recorded is lost, a broken file is moved aside, a newer one is left alone."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.errors import MachineError, UsageError
from grader.model import Attempt, Diagnosis, Pace, Report, Timing, Verdict, Versions
from grader.recovery import BACKUPS, BACKUPS_KEPT, quick_check
from grader.stats import streak
from grader.store import FILE, MIGRATIONS, EventKind, Store

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
        timing=Timing(ratio, ratio, ratio, 1.0, 1.0, Pace.CLOSE)
        if verdict is Verdict.ACCEPTED
        else None,
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


def test_deeds_are_checks_and_events_in_one_order(tmp_path):
    """By time, and at one instant what begins before checks before what judges them."""
    clock = Clock()
    with Store(tmp_path, clock) as store:
        store.note("a/b", EventKind.RATED, "hard")
        store.record(report(), "", whole=False)
        store.note("a/b", EventKind.STARTED, "/x")
        store.note("c/d", EventKind.HINT, "1")
        clock.pass_(minutes=-5)  # set back: what was recorded later stays later
        store.record(report(verdict=Verdict.WRONG_ANSWER), "", whole=True)
        store.note("a/b", EventKind.SOLUTION, "gave_up")
        told = [(deed.what, deed.detail) for deed in store.deeds("a/b")]
        assert len(store.deeds()) == len(told) + 1
    assert told == [
        (EventKind.STARTED, "/x"),
        (Verdict.ACCEPTED, "partial"),
        (Verdict.WRONG_ANSWER, "whole"),
        (EventKind.RATED, "hard"),
        (EventKind.SOLUTION, "gave_up"),
    ]


def test_settings_are_kept_and_forgotten(tmp_path):
    """Each under its key, apart from the current problem."""
    with Store(tmp_path) as store:
        store.set_current("a/b")
        store.set_setting("device", "cuda")
        store.set_setting("device", "cpu")
    with Store(tmp_path) as store:
        assert store.setting("device") == "cpu"
        store.unset("device")
        assert store.setting("device") is None
        assert store.current() == "a/b"


def test_a_corrupt_file_is_moved_aside_not_deleted(tmp_path):
    """The old bytes stay readable under a name that is told; a new record begins."""
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    with Store(tmp_path) as store:
        assert store.moved_aside is not None
        assert store.moved_aside.read_bytes().startswith(b"not a database")
        store.set_current("a/b")
    assert quick_check(tmp_path / FILE) == "ok"


def backups(folder: Path) -> list[str]:
    """Return the names of the backups."""
    return sorted(path.name for path in (folder / BACKUPS).glob("drill-*"))


def practise(folder: Path, clock: Clock, days: int, **span: float) -> None:
    """Record two checks a day, with so much time after each day."""
    for _ in range(days):
        with Store(folder, clock) as store:
            store.record(report(), "x" * 3000, whole=True)
            store.record(report(), "x" * 3000, whole=True)
        clock.pass_(**(span or {"days": 1}))


def test_one_backup_a_day_and_the_newest_five_are_kept(tmp_path):
    """The first write of a day backs up what was there before it; the oldest go."""
    clock = Clock()
    practise(tmp_path, clock, 3, hours=1)
    assert backups(tmp_path) == ["drill-20260105-120000.sqlite3"]
    clock.now = START + timedelta(days=1)
    practise(tmp_path, clock, 7)
    assert backups(tmp_path) == [f"drill-202601{day:02}-120000.sqlite3" for day in range(8, 13)]
    with sqlite3.connect(tmp_path / BACKUPS / backups(tmp_path)[-1]) as db:
        assert db.execute("SELECT count(*) FROM checks").fetchone() == (18,)
    db.close()


def test_a_backup_is_one_plain_file(tmp_path):
    """Nothing lies beside a backup, so that it can be copied and opened anywhere."""
    practise(tmp_path, Clock(), 1)
    (name,) = backups(tmp_path)
    assert {path.name for path in (tmp_path / BACKUPS).iterdir()} == {name, "lock"}
    assert (tmp_path / BACKUPS / name).read_bytes()[18:20] == b"\x01\x01"  # not WAL


def test_a_clock_set_back_keeps_the_newest(tmp_path):
    """Backups from the future are the first to go, and the order of checks is that of recording."""
    clock = Clock()
    practise(tmp_path, clock, 6)
    clock.now = START - timedelta(days=365)
    practise(tmp_path, clock, 2)
    practise(tmp_path, clock, 1, hours=1)
    practise(tmp_path, clock, 1, hours=1)
    names = backups(tmp_path)
    assert len(names) == BACKUPS_KEPT
    assert [name[6:14] for name in names[:3]] == ["20250105", "20250106", "20250107"]
    with Store(tmp_path, clock) as store:
        numbers = [check.id for check in store.checks()]
        days = {check.at.date() for check in store.checks()}
    assert numbers == list(range(1, 21))
    assert streak(days, clock.now.date()) == 3
    (tmp_path / FILE).write_bytes(b"garbage" * 1000)
    with Store(tmp_path, clock) as store:
        assert store.restored_from == tmp_path / BACKUPS / "drill-20250107-120000.sqlite3"
        assert len(store.checks()) == 16


def test_a_corrupt_file_is_restored_from_the_newest_sound_backup(tmp_path):
    """The person hears where the old file is and what took its place; a broken backup is passed."""
    practise(tmp_path, Clock(), 4)
    *_, sound, broken = (tmp_path / BACKUPS / name for name in backups(tmp_path))
    broken.write_bytes(broken.read_bytes()[:5000])
    (tmp_path / FILE).write_bytes(b"garbage" * 1000)
    told: list[str] = []
    with Store(tmp_path, tell=told.append) as store:
        assert store.moved_aside is not None
        assert store.moved_aside.read_bytes() == b"garbage" * 1000
        assert store.restored_from == sound
        assert len(store.checks()) == 4
        assert store.record(report(), "", whole=True) == 5
    assert len(told) == 1
    assert str(store.moved_aside) in told[0]
    assert str(sound) in told[0]
    assert sound.exists()


def test_a_lost_file_is_restored(tmp_path):
    """A file that is gone or empty, though there are backups, comes back."""
    practise(tmp_path, Clock(), 2)
    for spoil in (Path.unlink, lambda path: path.write_bytes(b"")):
        spoil(tmp_path / FILE)
        told: list[str] = []
        with Store(tmp_path, tell=told.append) as store:
            assert (store.moved_aside, len(store.checks())) == (None, 2)
        assert ["gone" in words for words in told] == [True]


def test_no_corrupt_file_replaces_an_earlier_one(tmp_path):
    """Files that become corrupt in the same second are moved to different names."""
    for number in range(3):
        (tmp_path / FILE).write_bytes(b"garbage %d" % number * 1000)
        Store(tmp_path, Clock()).close()
    aside = {path.read_bytes()[:9] for path in tmp_path.glob("*.corrupt-*")}
    assert aside == {b"garbage 0", b"garbage 1", b"garbage 2"}


def table_pages(path: Path) -> range:
    """Return where in a file its pages begin, but the first, which holds header and schema."""
    return range(4096, path.stat().st_size, 4096)


def overwrite(path: Path, at: int, data: bytes) -> None:
    """Overwrite a part of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


@pytest.mark.parametrize("reads", [True, False], ids=["reading", "writing"])
def test_corruption_met_after_opening_is_mended(tmp_path, reads):
    """A spoiled page is found when it is read or written; what was asked for still happens."""
    clock = Clock()
    practise(tmp_path, clock, 4)
    for page in table_pages(tmp_path / FILE):
        overwrite(tmp_path / FILE, page, b"\xa5" * 4096)
    told: list[str] = []
    with Store(tmp_path, clock, tell=told.append) as store:
        assert told == []
        if reads:
            assert len(store.checks()) == 6
        else:
            assert store.record(report(), "", whole=True) == 7
        assert len(told) == 1
        assert store.moved_aside is not None
        assert store.moved_aside.exists()
    assert quick_check(tmp_path / FILE) == "ok"


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE checks SET at = 'not a time' WHERE id = 7",
        "UPDATE checks SET problem = CAST(x'ff' AS TEXT) WHERE id = 7",
        "UPDATE checks SET seconds = 'x' WHERE id = 7",
        "DROP TABLE events",
        "PRAGMA user_version = 0",
    ],
)
def test_what_drill_never_wrote_is_corruption(tmp_path, spoil):
    """Damage that SQLite cannot see, having no checksums, is mended all the same."""
    clock = Clock()
    practise(tmp_path, clock, 4)
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute(spoil)
    db.close()
    with Store(tmp_path, clock) as store:
        assert len(store.checks()) == 6
        assert store.moved_aside is not None


def test_a_spoiled_page_never_reaches_the_backups(tmp_path):
    """A day begins with a look at everything, so that sound backups are not pushed out."""
    clock = Clock()
    practise(tmp_path, clock, 4)
    before = backups(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()[0]
    db.close()
    overwrite(tmp_path / FILE, (root - 1) * 4096, b"\xa5" * 4096)
    with Store(tmp_path, clock) as store:
        assert store.record(report(), "", whole=True) == 7
        assert store.restored_from == tmp_path / BACKUPS / before[-1]
    assert [quick_check(tmp_path / BACKUPS / name) for name in backups(tmp_path)] == ["ok"] * 5


def test_any_flipped_byte_leaves_a_store_that_works(tmp_path):
    """Wherever one byte is flipped, every command gets an answer or one clear line."""
    clock = Clock()
    practise(tmp_path / "made", clock, 3)
    rng = random.Random(1)
    data = (tmp_path / "made" / FILE).read_bytes()
    for turn in range(120):
        folder = tmp_path / str(turn)
        shutil.copytree(tmp_path / "made", folder)
        at = rng.randrange(100) if turn % 2 else rng.randrange(len(data))
        overwrite(folder / FILE, at, bytes([data[at] ^ 0xFF]))
        refusal = "a newer drill"
        try:
            with Store(folder, clock) as store:
                assert len(store.checks()) >= 4
                assert store.record(report(), "", whole=True)
        except MachineError as error:
            refusal = f"{error.message} {error.remedy}"
        assert "newer drill" in refusal, at
        shutil.rmtree(folder)


def test_an_older_file_is_backed_up_before_it_is_migrated(tmp_path):
    """The backup is of the old version and holds what was there."""
    practise(tmp_path, Clock(), 1)
    newer = (*MIGRATIONS, "ALTER TABLE checks ADD COLUMN mood TEXT")
    before = backups(tmp_path)
    with Store(tmp_path, Clock(), migrations=newer) as store:
        assert len(store.checks()) == 2
    (made,) = set(backups(tmp_path)) - set(before)
    with sqlite3.connect(tmp_path / BACKUPS / made) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("SELECT count(*) FROM checks").fetchone() == (2,)
    db.close()
    with pytest.raises(MachineError, match="newer"):
        Store(tmp_path, Clock())


def test_a_failed_migration_changes_nothing(tmp_path):
    """A migration that breaks in its middle leaves the version and the tables as they were."""
    practise(tmp_path, Clock(), 1)
    bad = (*MIGRATIONS, "ALTER TABLE checks ADD COLUMN mood TEXT; UPDATE nowhere SET x = 1")
    with pytest.raises(MachineError):
        Store(tmp_path, Clock(), migrations=bad)
    with Store(tmp_path, Clock()) as store:
        assert (len(store.checks()), store.moved_aside) == (2, None)


def test_an_unknown_word_is_a_newer_drills_and_moves_nothing(tmp_path):
    """A kind of event that this drill does not know is refused, not taken for corruption."""
    with Store(tmp_path) as store:
        store.note("a/b", EventKind.HINT, "1")
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE events SET kind = 'reviewed'")
    db.close()
    with Store(tmp_path) as store, pytest.raises(MachineError, match="reviewed"):
        store.events()
    assert not list(tmp_path.glob("*.corrupt-*"))


def test_a_write_that_fails_leaves_the_store_usable(tmp_path):
    """What SQLite cannot take is no check, and the next one is recorded."""
    with Store(tmp_path) as store:
        with pytest.raises(UnicodeEncodeError):
            store.record(report(), "\ud800", whole=True)
        store.record(report(), "x", whole=True)
        assert len(store.checks()) == 1


def test_a_file_that_is_replaced_under_a_process_loses_no_check(tmp_path):
    """What was written into a file that has gone meanwhile is written again into its successor."""
    with Store(tmp_path, Clock()) as store:
        store.record(report(), "first", whole=True)
        shutil.rmtree(tmp_path)
        store.record(report(), "second", whole=True)
    with Store(tmp_path, Clock()) as store:
        assert [store.source(check.id) for check in store.checks()] == ["second"]


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
