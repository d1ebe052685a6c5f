"""Nothing lost: killed at any moment, on a full or read-only disk, two at once.

Every kill is a SIGKILL of a real process at a random moment. What the process had said to be
finished is compared with what the record and the files hold afterwards.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from grader.errors import MachineError
from grader.pool import Pool
from grader.recovery import BACKUPS, BACKUPS_KEPT, quick_check
from grader.store import FILE, MIGRATIONS, EventKind, Store
from grader.workspace import attempt_path, scaffold, write_whole
from tests.conftest import TOY, Drill
from tests.test_store import START, report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, kills, mounts, /proc")

STUB = "stub\n" * 3000
MOODS = (
    "ALTER TABLE checks ADD COLUMN mood TEXT NOT NULL DEFAULT '';"
    "UPDATE checks SET mood = sha256 || id || source;"
    "CREATE INDEX checks_by_mood ON checks (mood);"
    "CREATE TABLE moods AS SELECT id, mood FROM checks;"
    "UPDATE moods SET mood = mood || mood"
)
NEWER = (*MIGRATIONS, MOODS)

Say = Callable[[object], None]


def answer(number: object) -> str:
    """Return a long attempt that shows whether it is whole."""
    return f"answer {number}\n" * 3000


def run_and_kill(work: Callable[[Say], None], seconds: float) -> list[str]:
    """Work in another process, kill it after a while, and return what it said was finished.

    It may end by itself, and then must end well.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(work, lambda word: os.write(writer, f"{word}\n".encode()))
    os.close(writer)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert status in (0, signal.SIGKILL), "the process failed by itself; its traceback is above"
    with os.fdopen(reader) as said:
        return said.read().splitlines()


def _child(work: Callable[[Say], None], say: Say) -> None:
    try:
        work(say)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def whole_store(folder: Path, migrations: tuple[str, ...] = MIGRATIONS) -> Store:
    """Open what a kill has left: it is the file itself, and every backup is sound."""
    for backup in (folder / BACKUPS).glob("drill-*"):
        assert backup.stat().st_size > 0
        assert quick_check(backup) == "ok"
    store = Store(folder, migrations=migrations)
    assert (store.moved_aside, store.restored_from) == (None, None)
    assert quick_check(store.path) == "ok"
    return store


# ---- kills


def practice(home: Path, path: Path, life: int) -> Callable[[Say], None]:
    """Return a life of answering, checking and starting over, on a new day now and then."""

    def work(say: Say) -> None:
        at = START + timedelta(days=life // 4)
        with Store(home, lambda: at) as store:
            for turn in range(1000):
                number = f"{life}-{turn}"
                write_whole(path, answer(number))
                say(f"answered {number}")
                check = store.record(report(TOY), answer(number), whole=True)
                say(f"checked {number} {check}")
                kept = scaffold(path, STUB, force=True)
                say(f"kept {number} {kept}")
                store.note(TOY, EventKind.RESET, str(kept))
                say(f"noted {kept}")

    return work


def test_killed_at_any_point_of_practice(tmp_path):
    """After each of 220 kills every finished check and every answer is there, and whole."""
    rng = random.Random(1)
    home, path = tmp_path / "home", attempt_path(tmp_path / "work", TOY)
    scaffold(path, STUB)
    finished: list[list[str]] = []
    wholes: set[str] = set()
    read: set[Path] = set()
    for life in range(220):
        said = run_and_kill(practice(home, path, life), rng.uniform(0, 0.08))
        finished += [line.split() for line in said]
        for file in set(path.parent.glob("attempt.py*")) - read:
            text = file.read_text()
            assert text in (STUB, answer(text.split("\n")[0].removeprefix("answer ")))
            wholes.add(text)
            read |= {file} - {path}
        assert path in path.parent.iterdir()
        with whole_store(home) as store:
            for word, number, *rest in finished[-len(said) :] if said else []:
                assert word != "checked" or store.source(int(rest[0])) == answer(number)
    with whole_store(home) as store:
        numbers = [check.id for check in store.checks()]
        noted = {event.detail for event in store.events()}
    assert {int(rest[0]) for word, _, *rest in finished if word == "checked"} <= set(numbers)
    assert numbers == sorted(numbers)
    assert {answer(number) for word, number, *_ in finished if word == "answered"} <= wholes
    assert {kept for word, kept, *_ in finished if word == "noted"} <= noted
    assert {line[0] for line in finished} == {"answered", "checked", "kept", "noted"}
    with Store(home, lambda: START + timedelta(days=100)) as store:
        store.note(TOY, EventKind.HINT, "1")  # drops what a kill left over while a backup was made
    assert 0 < len(list((home / BACKUPS).glob("drill-*"))) <= BACKUPS_KEPT


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record of 300 checks."""
    folder = tmp_path_factory.mktemp("older")
    with Store(folder, lambda: START) as store:
        for number in range(300):
            store.record(report(), answer(number)[:3000], whole=True)
    shutil.rmtree(folder / BACKUPS)
    return folder


def seconds_of(work: Callable[[Say], None]) -> float:
    """Return how long a piece of work takes where nobody kills it."""
    began = time.monotonic()
    work(lambda _word: None)
    return time.monotonic() - began


def test_killed_inside_a_migration(tmp_path, older):
    """After each of 50 kills the record is of the old version or the new one, with every row."""

    def migrate(folder: Path) -> Callable[[Say], None]:
        def work(say: Say) -> None:
            Store(folder, migrations=NEWER).close()
            say("migrated")

        return work

    rng = random.Random(2)
    shutil.copytree(older, tmp_path / "measured")
    longest = seconds_of(migrate(tmp_path / "measured"))
    unfinished = 0
    for life in range(50):
        folder = tmp_path / str(life)
        shutil.copytree(older, folder)
        unfinished += not run_and_kill(migrate(folder), rng.uniform(0, longest))
        with whole_store(folder, NEWER) as store:
            assert len(store.checks()) == 300
            assert len(store._db.execute("SELECT mood FROM moods").fetchall()) == 300
        assert list((folder / BACKUPS).glob("drill-*"))
        shutil.rmtree(folder)
    assert unfinished > 5  # the kills fell into migrations


def test_killed_inside_the_first_opening(tmp_path):
    """After each of 30 kills a record that was being created opens and can be written."""
    rng = random.Random(3)
    for life in range(30):
        folder = tmp_path / str(life)
        run_and_kill(lambda _say, at=folder: Store(at).close(), rng.uniform(0, 0.02))
        with whole_store(folder) as store:
            store.set_current(TOY)


def test_killed_inside_a_backup(tmp_path, older):
    """After each of 40 kills every backup with a name is sound, and no more than five are kept."""
    folder = tmp_path / "home"
    shutil.copytree(older, folder)

    def back_up(life: int, turns: int = 1000) -> Callable[[Say], None]:
        def work(say: Say) -> None:
            days = iter(range(10_000))
            with Store(folder, lambda: START + timedelta(days=20 * life + next(days))) as store:
                for _ in range(turns):
                    store.note(TOY, EventKind.HINT, f"{life}")
                    say("noted")

        return work

    rng = random.Random(4)
    longest = seconds_of(back_up(-1, turns=4))
    noted = 0
    for life in range(40):
        noted += len(run_and_kill(back_up(life), rng.uniform(0, longest)))
        with whole_store(folder) as store:
            assert len(store.events()) >= noted
        # one more may be there where the kill fell between naming a backup and dropping the oldest
        assert len(list((folder / BACKUPS).glob("drill-*"))) <= BACKUPS_KEPT + 1
    assert noted > 10  # the kills fell into work, not only into openings


def test_killed_while_a_corrupt_record_is_restored(tmp_path, older):
    """After each of 40 kills the backup's rows are there, and so are the corrupt file's bytes."""
    made = tmp_path / "made"
    shutil.copytree(older, made)
    with Store(made, lambda: START) as store:
        store.record(report(), "x" * 20_000_000, whole=True)  # so that copying takes a while
    with Store(made, lambda: START + timedelta(days=1)) as store:
        store.set_current(TOY)
    garbage = b"garbage" * 1000
    (made / FILE).write_bytes(garbage)

    def restore(folder: Path) -> Callable[[Say], None]:
        return lambda _say: Store(folder).close()

    shutil.copytree(made, tmp_path / "measured")
    longest = seconds_of(restore(tmp_path / "measured"))
    rng = random.Random(5)
    for life in range(40):
        folder = tmp_path / str(life)
        shutil.copytree(made, folder, copy_function=os.link)
        (folder / FILE).unlink()
        (folder / FILE).write_bytes(garbage)
        run_and_kill(restore(folder), rng.uniform(0, longest))
        with Store(folder) as store:
            assert len(store.checks()) == 301
        assert [path.read_bytes() for path in folder.glob("*.corrupt-*")] == [garbage]
        shutil.rmtree(folder)


def test_killed_inside_an_import(tmp_path, older):
    """After each of 40 kills a record holds what it held, and all of the import or nothing."""
    shutil.copytree(older, tmp_path / "theirs")
    with Store(tmp_path / "theirs") as store:
        lines = list(store.lines())
    with Store(tmp_path / "mine", lambda: START) as store:
        own = store.record(report(), "mine", whole=True)

    def bring(folder: Path) -> Callable[[Say], None]:
        def work(say: Say) -> None:
            with Store(folder) as store:
                say(store.merge(lines))

        return work

    shutil.copytree(tmp_path / "mine", tmp_path / "measured")
    longest = seconds_of(bring(tmp_path / "measured"))
    rng = random.Random(8)
    unfinished = 0
    for life in range(40):
        folder = tmp_path / str(life)
        shutil.copytree(tmp_path / "mine", folder)
        said = run_and_kill(bring(folder), rng.uniform(0, longest))
        unfinished += not said
        with whole_store(folder) as store:
            assert len(store.checks()) in ((301,) if said else (1, 301))
            assert store.source(own) == "mine"
            store.merge(lines)
            assert len(store.checks()) == 301
        shutil.rmtree(folder)
    assert unfinished > 5  # the kills fell into imports


def processes_with(words: str) -> list[int]:
    """Return the processes whose environment holds some words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if words.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            pass  # it has ended, or is another user's
    return found


def check_in(drill: Drill, scratch: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a check whose temporary files go to a folder of ours."""
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("drill")), "check", "--no-timing", "--json", *words],
        cwd=drill.folder,
        env=drill.environment | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def test_a_killed_check_leaves_nothing_broken_and_no_process(drill, right):
    """After each of 10 kills of the command record and attempt are whole, and nothing runs on.

    A verdict that was shown is in the record.
    """
    path = Path(drill("new", "softmax").out.strip())
    path.write_text(right)
    scratch = drill.folder / "tmp"
    scratch.mkdir()
    rng = random.Random(6)
    shown = 0
    for _ in range(10):
        process = check_in(drill, scratch)
        time.sleep(rng.uniform(0, 2.5))
        process.kill()
        shown += bool(process.communicate()[0])
        with whole_store(drill.home) as store:
            assert len(store.checks()) >= shown
        assert path.read_text() == right
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and processes_with(str(scratch)):
            time.sleep(0.05)
        assert processes_with(str(scratch)) == []


def test_a_killed_check_leaves_no_scratch_folder(drill, right):
    """Soon after a command was killed its folders are gone, once the import of torch is over."""
    path = drill.folder / "attempt.py"
    path.write_text(right)
    scratch = drill.folder / "tmp"
    scratch.mkdir()
    process = check_in(drill, scratch, TOY, "--file", str(path))
    time.sleep(1)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and any(scratch.iterdir()):
        time.sleep(0.05)
    assert list(scratch.iterdir()) == []


# ---- two at once


def test_many_first_openings_at_once(tmp_path):
    """Processes that create, back up and write one record at the same time all succeed."""
    for turn in range(10):
        folder = tmp_path / str(turn)
        pids = []
        for _ in range(6):
            if (pid := os.fork()) == 0:

                def work(_say: Say, folder: Path = folder) -> None:
                    with Store(folder) as store:
                        store.record(report(), "x", whole=True)
                        store.note(TOY, EventKind.HINT, "1")

                _child(work, lambda _word: None)
            pids.append(pid)
        assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * 6
        with whole_store(folder) as store:
            assert (len(store.checks()), len(store.events())) == (6, 6)
        assert len(list((folder / BACKUPS).glob("drill-*"))) == 1


def test_many_meet_the_same_corrupt_record_at_once(tmp_path, older):
    """One of them restores it, none spoils the restored one, and what all of them write is there.

    They have it open already when it becomes corrupt, so each may hold on to the old file.
    """
    folder = tmp_path / "home"
    shutil.copytree(older, folder)
    with Store(folder) as store:
        store.set_current(TOY)
    barrier, go = os.pipe()
    pids = []
    for _ in range(5):
        if (pid := os.fork()) == 0:

            def work(_say: Say) -> None:
                os.close(go)
                with Store(folder) as store:
                    os.read(barrier, 1)
                    store.checks()
                    store.record(report("c/d"), "x", whole=True)

            _child(work, lambda _word: None)
        pids.append(pid)
    time.sleep(0.3)
    spoil_pages(folder / FILE)
    os.close(go)
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * 5
    os.close(barrier)
    with whole_store(folder) as store:
        assert len(store.checks("c/d")) == 5
        assert len(store.checks()) == 305
    assert len([path for path in folder.glob("*.corrupt-*") if path.suffix[-1].isdigit()]) == 1


def spoil_pages(path: Path) -> None:
    """Overwrite every page of a database but the first, which holds header and schema."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


def test_two_checks_at_once(drill, right):
    """Two commands in a home that is not there yet both grade, and both are recorded."""
    path = drill.folder / "attempt.py"
    path.write_text(right)
    command = [str(Path(sys.executable).with_name("drill")), "check", TOY, "--no-timing"]
    both = [
        subprocess.Popen([*command, "--file", path], env=drill.environment, cwd=drill.folder)
        for _ in range(2)
    ]
    assert [process.wait() for process in both] == [0, 0]
    with whole_store(drill.home) as store:
        assert len(store.checks(TOY)) == 2


def test_a_writer_that_never_ends_is_one_clear_line(tmp_path):
    """A record that stays locked is refused after a while, with the reason."""
    with Store(tmp_path) as holder, Store(tmp_path, wait_seconds=0.1) as store:
        holder._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError, match="locked") as caught:
            store.set_current(TOY)
        assert "another drill" in caught.value.remedy
        with pytest.raises(MachineError, match="locked"):
            store.require_writable()
        assert store.current() is None
        holder._db.execute("ROLLBACK")
        store.set_current(TOY)


# ---- full and read-only disks


def test_a_record_that_cannot_grow_keeps_what_it_has(tmp_path):
    """Where the system refuses more bytes the check is refused in words, the others stay."""
    with Store(tmp_path) as store:
        store.record(report(), "first", whole=True)

    def work(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with Store(tmp_path) as store:
            resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
            try:
                store.record(report(), "x" * 1_000_000, whole=True)
            except MachineError as error:
                say(error.message)
            store.record(report(), "small", whole=True)
            say("went on")

    told, after = run_and_kill(work, 2)
    assert "cannot be written" in told
    assert after == "went on"
    with whole_store(tmp_path) as store:
        assert [store.source(check.id) for check in store.checks()] == ["first", "small"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a disk needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remount(disk: Path, mode: str) -> None:
    """Make a disk read-only (`ro`) or writable (`rw`)."""
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte; return the file that does."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 512):
                pass
        except OSError:
            pass  # full
    return filler


def test_commands_on_a_full_disk(drill, disk):
    """What needs room says so in one line and exits 4; reading goes on; nothing is lost."""
    on = Drill(disk, disk / "home")
    path = Path(on("new", "softmax").out.strip())
    path.write_text("mine")
    filler = fill(disk)
    for words in (("hint",), ("new", "softmax", "--force"), ("reset", "--yes"), ("check",)):
        ran = on(*words)
        assert (ran.code, "Traceback" in ran.err) == (4, False), ran
        assert "cannot be written" in ran.err
        lines = [line for line in ran.err.splitlines() if not line.startswith("checking")]
        assert len(lines) == 2
    assert on("stats").code == 0
    assert path.read_text() == "mine"
    filler.unlink()
    assert on("hint").code == 0
    with whole_store(on.home) as store:
        assert [event.kind for event in store.events()] == [EventKind.STARTED, EventKind.HINT]


def test_a_check_without_room_for_scratch(drill, right, disk):
    """Where the temporary folder is full, another is found, and the attempt is graded."""
    path = drill.folder / "attempt.py"
    path.write_text(right)
    fill(disk)
    ran = drill("check", TOY, "--file", str(path), "--no-timing", TMPDIR=str(disk))
    assert (ran.code, "accepted" in ran.out) == (0, True), ran
    assert "Traceback" not in ran.err


def test_no_temporary_folder_is_the_machines_fault(disk, monkeypatch):
    """It is told in one line, with what to do; no process is started."""
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    remount(disk, "ro")
    with pytest.raises(MachineError, match="no temporary folder can be made"), Pool():
        pytest.fail("a pool without a scratch folder")


@pytest.mark.parametrize("killed", [False, True], ids=["closed", "killed"])
def test_commands_on_a_read_only_disk(disk, killed):
    """Looking back works; what would write says so in one line and exits 4."""
    on = Drill(disk, disk / "home")
    on("new", "softmax")
    if killed:  # the latest rows still lie beside the file

        def note(say: Say) -> None:
            store = Store(on.home)
            store.note(TOY, EventKind.HINT, "1")
            say("noted")
            time.sleep(60)

        assert run_and_kill(note, 0.3) == ["noted"]
    remount(disk, "ro")
    try:
        for words in ((), ("list",), ("stats",), ("history",), ("show", "softmax")):
            assert on(*words).code == 0, words
        with Store(on.home) as store, pytest.raises(MachineError, match="cannot be written"):
            store.require_writable()
        assert on("stats", "--json").json["problems"][0]["hints"] == killed
        for words in (("hint",), ("check",)):
            ran = on(*words)
            assert (ran.code, "Traceback" in ran.err) == (4, False), ran
            assert "cannot be written" in ran.err
    finally:
        remount(disk, "rw")


def test_a_read_only_record_without_its_latest_rows_is_refused(disk):
    """Where SQLite cannot reach the rows that lie beside the file, no older state is shown."""

    def note(say: Say) -> None:
        store = Store(disk / "home")
        store.note(TOY, EventKind.HINT, "2")
        say("noted")
        time.sleep(60)

    with Store(disk / "home") as store:
        store.note(TOY, EventKind.HINT, "1")
    assert run_and_kill(note, 0.3) == ["noted"]
    (disk / "home" / f"{FILE}-shm").unlink()
    remount(disk, "ro")
    try:
        with pytest.raises(MachineError, match="cannot be used"):
            Store(disk / "home")
    finally:
        remount(disk, "rw")
    with whole_store(disk / "home") as store:
        assert len(store.events()) == 2
