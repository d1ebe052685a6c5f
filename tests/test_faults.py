"""Faults met by the whole command: its warm process dies, its terminal closes, its clock is set.

Real processes and real terminals; what an attempt alone can do is in test_sandbox.py.
"""

from __future__ import annotations

import os
import pty
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.model import Verdict
from grader.pool import descendants
from grader.recovery import quick_check
from grader.store import Store
from tests.conftest import TOY, TOY_BANK, Drill
from tests.test_durability import processes_with

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

COMMAND = str(Path(sys.executable).with_name("drill"))
SLOW_IMPORT = "import time\n\ntime.sleep(1.5)\n"
SLOW_CASES = "\n_quick = row_softmax\n\n\ndef row_softmax(x, scale=1.0):\n    import time\n\n"
SLOW_CASES += "    time.sleep(0.3)\n    return _quick(x, scale)\n"


def wait_until(holds: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    """Return the living children of a process."""
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@pytest.fixture
def begun(drill: Drill) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the command in the empty folder, and kill it in the end."""
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [COMMAND, *words],
            cwd=drill.folder,
            env=drill.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def written(drill: Drill, source: str) -> str:
    """Write an attempt and return its path."""
    path = drill.folder / "attempt.py"
    path.write_text(source)
    return str(path)


def recorded(drill: Drill) -> list[Verdict]:
    """Return the verdicts in the record."""
    with Store(drill.home) as store:
        return [check.verdict for check in store.checks()]


# ---- the warm process dies


def warm(command: subprocess.Popen[str], workers: int, besides: int = 0) -> int:
    """Return the warm process, another one than `besides`, once so many came from it."""
    found: list[int] = []

    def there() -> bool:
        found[:] = [pid for pid in children(command.pid) if pid != besides]
        return bool(found) and len(descendants(found[0], 100)) >= workers

    wait_until(there)
    return found[0]


MOMENTS = {
    "while_importing_torch": (0, "", ""),
    "while_importing_the_attempt": (4, SLOW_IMPORT, ""),
    "in_a_case": (4, "", SLOW_CASES),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_warm_process_that_dies_is_replaced(drill, begun, right, moment):
    """Another one takes its place, told in one line; the attempt gets its own verdict, once."""
    workers, before, after = MOMENTS[moment]
    path = written(drill, f"{before}{right}{after}")
    command = begun("check", TOY, "--file", path, "--no-timing", "--json")
    pid = warm(command, workers)
    time.sleep(0.4)
    os.kill(pid, signal.SIGKILL)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, '"verdict":"accepted"' in out) == (0, True), err
    lines = ["the warm process ended; grading goes on with another"]
    assert err.splitlines()[1:] == lines
    assert recorded(drill) == [Verdict.ACCEPTED]


def test_an_opened_process_that_dies_is_replaced(drill, begun, right):
    """So is the process that the problem's workers are forked from."""
    command = begun("check", TOY, "--file", written(drill, right + SLOW_CASES), "--json")
    pid = warm(command, 4)
    time.sleep(0.4)
    (opened,) = [child for child in children(pid) if children(child)]
    os.kill(opened, signal.SIGKILL)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, '"verdict":"accepted"' in out) == (0, True), err
    assert err.splitlines()[1:] == ["the warm process ended; grading goes on with another"]
    assert recorded(drill) == [Verdict.ACCEPTED]


def test_a_warm_process_that_dies_twice_is_a_fault_of_ours(drill, begun, right):
    """The second time it is told with exit code 3, and nothing is counted."""
    path = written(drill, right + SLOW_CASES)
    command = begun("check", TOY, "--file", path, "--no-timing", "--json")
    os.kill(first := warm(command, 4), signal.SIGKILL)
    os.kill(warm(command, 4, besides=first), signal.SIGKILL)
    out, err = command.communicate(timeout=60)
    assert command.returncode == 3
    assert '"kind":"judge","message":"the warm process ended"' in out
    assert "Traceback" not in err
    assert err.splitlines()[2:] == ["drill: the warm process ended", "  run: drill doctor"]
    assert recorded(drill) == []


def test_a_warm_process_killed_while_a_pass_is_timed(drill, begun, right):
    """The verdict is the attempt's also when the benchmark lost its processes."""
    path = written(drill, right)
    command = begun("check", TOY, "--file", path, "--json")
    seen: set[int] = set()
    wait_until(lambda: seen.update(children(warm(command, 0))) or len(seen) >= 4)
    os.kill(warm(command, 1), signal.SIGKILL)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, '"timing":{' in out) == (0, True), err
    assert recorded(drill) == [Verdict.ACCEPTED]


# ---- a fault of ours


@pytest.mark.parametrize("where", ["at_import", "in_a_case", "hidden_tests"])
def test_a_broken_problem_is_never_the_persons_fault(drill, right, tmp_path, where):
    """It ends with exit code 3 and says whose fault it is; no failed check is counted."""
    bank = shutil.copytree(TOY_BANK, tmp_path / "bank")
    reference = bank / "solutions" / TOY / "reference.py"
    if where == "at_import":
        reference.write_text("raise RuntimeError('ours')\n")
    elif where == "in_a_case":
        source = reference.read_text()
        assert "shifted = " in source
        reference.write_text(source.replace("shifted = ", "ours = None + "))
    else:
        (bank / "problems" / TOY / "hidden_tests.py").write_text("import nothing_of_this_name\n")
    path = written(drill, right)
    words = ("check", TOY, "--file", path, "--no-timing")
    ran = drill(*words, DRILL_BANK=str(bank))
    assert (ran.code, "Traceback" in ran.err) == (3, False), ran
    assert "reference" in ran.out + ran.err
    assert not set(recorded(drill)) - {Verdict.JUDGE_ERROR}


# ---- a real terminal


class Terminal:
    """The command in a terminal of its own, which shows what it wrote and may be closed."""

    def __init__(self, drill: Drill, *words: str) -> None:
        self.scratch = drill.folder / "tmp"
        self.scratch.mkdir(exist_ok=True)
        self.master, theirs = pty.openpty()
        self.shown = b""
        self._before = termios.tcgetattr(self.master)
        self.command = subprocess.Popen(
            [sys.executable, "-c", LEAD_SESSION, COMMAND, *words],
            cwd=drill.folder,
            env=drill.environment | {"TMPDIR": str(self.scratch), "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def press_ctrl_c(self) -> None:
        """Press the keys; the terminal sends the signal to all in its foreground."""
        os.write(self.master, b"\x03")

    def read(self) -> None:
        """Read until the command has ended and nothing more comes."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.master, 2**16)
                except OSError:  # nobody has it open any more
                    break
            elif self.command.poll() is not None:
                break
        self.command.wait(timeout=1)

    @property
    def is_sane(self) -> bool:
        """Say whether the modes are as before and the cursor is shown."""
        hidden, shown = self.shown.rfind(b"\x1b[?25l"), self.shown.rfind(b"\x1b[?25h")
        return hidden <= shown and termios.tcgetattr(self.master) == self._before

    def close(self) -> None:
        """Close the window, as a person does."""
        os.close(self.master)


LEAD_SESSION = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def is_clean(scratch: Path) -> bool:
    """Say whether neither a process nor a file of a command is left."""
    return not processes_with(str(scratch)) and not any(scratch.iterdir())


def test_ctrl_c_at_any_moment(drill, right):
    """Each of 24 interrupts ends in one line and exit code 130, or came too late to matter."""
    path = written(drill, right + SLOW_CASES)
    rng = random.Random(7)
    codes = []
    for turn in range(24):
        terminal = Terminal(drill, "check", TOY, "--file", path)
        wait_until(lambda pid=terminal.command.pid: has_begun(pid))
        time.sleep(rng.uniform(0, 0.4 if turn % 3 == 0 else 5.5))
        terminal.press_ctrl_c()
        terminal.read()
        words = terminal.shown.decode(errors="replace")
        codes.append(terminal.command.returncode)
        assert codes[-1] in (0, 130), words
        assert "Traceback" not in words
        assert words.count("interrupted") == (codes[-1] == 130)
        assert ("accepted" in words) or codes[-1] == 130
        assert terminal.is_sane, words
        wait_until(lambda scratch=terminal.scratch: is_clean(scratch), 2)
        terminal.close()
        assert len(recorded(drill)) == codes.count(0)
    assert codes.count(130) > 12


def has_begun(pid: int) -> bool:
    """Say whether a command imports what it needs; before that Python itself has the word."""
    try:
        maps = Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return False
    return bool(re.search(r"/(zlib|_bz2|_lzma|_opcode|_uuid|_heapq)\.", maps))


@pytest.mark.parametrize("moment", [*MOMENTS, "in_the_benchmark"])
def test_a_closed_terminal(drill, right, moment):
    """The command ends with its window; nothing runs on, no scratch stays, the record is sound."""
    workers, before, after = MOMENTS.get(moment, (0, "", ""))
    path = written(drill, f"{before}{right}{after}")
    terminal = Terminal(drill, "check", TOY, "--file", path)
    pid = warm(terminal.command, workers)
    seen: set[int] = set()
    if moment == "in_the_benchmark":
        wait_until(lambda: seen.update(children(pid)) or len(seen) >= 4)
    time.sleep(0.3)
    terminal.close()
    assert terminal.command.wait(timeout=5) == -signal.SIGHUP
    wait_until(lambda: is_clean(terminal.scratch), 15)
    assert recorded(drill) == []
    assert not (drill.home / "last_error.txt").exists()


# ---- a clock that is set back

BACKWARDS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static long looks = 0;  /* each look at the clock shows a day earlier than the one before */

int clock_gettime(clockid_t which, struct timespec *shown) {
    static int (*real)(clockid_t, struct timespec *) = 0;
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(which, shown);
    if (which == CLOCK_REALTIME) shown->tv_sec -= 86400 * ++looks;
    return failed;
}

int gettimeofday(struct timeval *restrict shown, void *restrict zone) {
    struct timespec now;
    int failed = clock_gettime(CLOCK_REALTIME, &now);
    shown->tv_sec = now.tv_sec;
    shown->tv_usec = now.tv_nsec / 1000;
    return failed;
}

time_t time(time_t *shown) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (shown) *shown = now.tv_sec;
    return now.tv_sec;
}
"""


@pytest.fixture
def backwards(tmp_path: Path) -> str:
    """A library that sets the clock back by a day whenever a program looks at it."""
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    source, library = tmp_path / "backwards.c", tmp_path / "backwards.so"
    source.write_text(BACKWARDS)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    code = "import time; assert time.time() - time.time() > 80_000"
    environment = os.environ | {"LD_PRELOAD": str(library)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return str(library)


def test_a_clock_set_back_during_a_check(drill, right, backwards):
    """Verdicts, limits and times do not hang on the wall clock; the record keeps its order."""
    path = Path(drill("new", "softmax").out.strip())
    sources = [right, f"{right}{SLOW_CASES}".replace("0.3", "1000"), right]
    reports = []
    for source in sources:
        path.write_text(source)
        began = time.monotonic()
        reports.append(drill("check", "--json", LD_PRELOAD=backwards).json)
        assert 0 < reports[-1]["seconds"] < time.monotonic() - began
    assert [r["verdict"] for r in reports] == ["accepted", "time_limit", "accepted"]
    assert all(0 < r["timing"]["low"] <= r["timing"]["ratio"] for r in (reports[0], reports[2]))
    listed = drill("history", "--json", LD_PRELOAD=backwards).json["checks"]
    assert [(c["id"], c["verdict"]) for c in listed] == [
        *[(1, "accepted"), (2, "time_limit"), (3, "accepted")]
    ]
    assert "1 of 1 solved" in drill("stats", LD_PRELOAD=backwards).out
    assert recorded(drill) == ["accepted", "time_limit", "accepted"]
    backups = list((drill.home / "backups").glob("drill-*"))
    assert backups
    assert {quick_check(backup) for backup in backups} == {"ok"}


WALL_CLOCK = re.compile(r"\btime\.time\(|datetime\.now\(|date\.today\(|utcnow|localtime|CURRENT_")


def test_who_looks_at_the_wall_clock():
    """The record's times and the calendar come from it, and nothing else does."""
    root = Path(__file__).parent.parent
    files = [path for part in ("grader", "cli") for path in (root / part).rglob("*.py")]
    lines = {(p, line.strip()) for p in files for line in p.read_text().splitlines()}
    found = sorted(
        (str(path.relative_to(root)), line) for path, line in lines if WALL_CLOCK.search(line)
    )
    assert [path for path, _ in found] == ["cli/context.py", "grader/store.py"]
