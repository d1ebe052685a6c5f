"""Faults met by the whole command: its warm process dies, its terminal closes, its clock is set.

Real processes and real terminals; what an attempt alone can do is in test_sandbox.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.model import Verdict
from grader.store import Store
from tests.conftest import TOY, Drill

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
    """Return the warm process, another one than `besides`, once it has so many workers."""
    found: list[int] = []

    def there() -> bool:
        found[:] = [pid for pid in children(command.pid) if pid != besides]
        return bool(found) and len(children(found[0])) >= workers

    wait_until(there)
    return found[0]


MOMENTS = {
    "while_importing_torch": (0, "", ""),
    "while_importing_the_attempt": (3, SLOW_IMPORT, ""),
    "in_a_case": (3, "", SLOW_CASES),
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


def test_a_warm_process_that_dies_twice_is_a_fault_of_ours(drill, begun, right):
    """The second time it is told with exit code 3, and nothing is counted."""
    path = written(drill, right + SLOW_CASES)
    command = begun("check", TOY, "--file", path, "--no-timing", "--json")
    os.kill(first := warm(command, 3), signal.SIGKILL)
    os.kill(warm(command, 3, besides=first), signal.SIGKILL)
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
    wait_until(lambda: seen.update(children(warm(command, 0))) or len(seen) >= 6)
    os.kill(warm(command, 1), signal.SIGKILL)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, '"timing":{' in out) == (0, True), err
    assert recorded(drill) == [Verdict.ACCEPTED]
