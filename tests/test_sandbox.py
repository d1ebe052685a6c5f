"""What an attempt cannot do to the machine, tried by attempts that do it."""

from __future__ import annotations

import os
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from cli.upkeep import WORDS, _lines
from grader.machine import WITHOUT, Machine, protections
from grader.model import Layer, Verdict
from grader.pool import MOST_OPEN, Budget, descendants, resident_bytes
from grader.trial import LOAD_SECONDS, Settings, Trial
from tests.conftest import TOY_BANK
from tests.test_check import wrapped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these layers are Linux's")


@pytest.fixture(scope="session")
def layers(pool, toy) -> tuple[Layer, ...]:
    """The layers that are on here."""
    trial = Trial(
        pool,
        Settings(toy.problem, toy.folder, 0, "cpu", hidden=toy.hidden),
        "reference.py",
    )
    trial.swap("reference.py", toy.reference.source)
    trial.close()
    return trial.layers


def attempt(grade, body):
    """Run a right answer that first does something else, in one case."""
    report = grade(wrapped(body), only="test_values[4]", diagnose=False)
    return report.verdict, "\n".join(case.message for case in report.failed), report


CASE = Budget(1.0, 300 * 2**20)  # as the small bank's problem has it
# Refused by the kernel, noticed, or out of CPU time: forking 64 times takes much of what there is.
FORK_BOMB = (Verdict.RUNTIME_ERROR, Verdict.TIME_LIMIT)
OUTSIDE = f"{os.path.expanduser('~')}/drill-was-here"  # noqa: PTH111
REFERENCE = TOY_BANK / "solutions/toy/softmax/reference.py"
BLOCKED = {
    "reads_the_reference": (Layer.FILES, f"open({str(REFERENCE)!r}).read()"),
    "lists_the_solutions": (Layer.FILES, f"import os; os.listdir({str(REFERENCE.parent)!r})"),
    "reads_the_home": (Layer.FILES, f"import os; os.listdir({str(Path.home())!r})"),
    "writes_outside": (Layer.FILES, f"open({OUTSIDE!r}, 'w')"),
    "writes_in_tmp": (Layer.FILES, "open('/tmp/drill-was-here', 'w')"),
    "links_out": (
        Layer.FILES,
        f"import os; os.symlink({str(REFERENCE)!r}, 'link'); open('link').read()",
    ),
    "reads_the_parents_environment": (
        Layer.FILES,
        "import os; open(f'/proc/{os.getppid()}/environ').read()",
    ),
    "reads_the_parents_memory": (Layer.FILES, "import os; open(f'/proc/{os.getppid()}/mem')"),
    "lists_other_processes": (Layer.FILES, "import os; os.listdir('/proc')"),
    "signals_the_parent": (Layer.SIGNALS, "import os; os.kill(os.getppid(), 10)"),
    "kills_everything": (Layer.SIGNALS, "import os; os.kill(os.getppid(), 9)"),
    "starts_a_program": (Layer.FILES, "import subprocess; subprocess.run(['/bin/true'])"),
    "connects_by_tcp": (
        Layer.TCP,
        "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)",
    ),
    "sends_by_udp": (
        Layer.NETWORK,
        "import socket\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    ),
}


@pytest.mark.parametrize("name", BLOCKED)
def test_out_of_reach(grade, layers, name):
    """Each of these is refused by the system, and loses the case."""
    layer, body = BLOCKED[name]
    if layer not in layers:
        pytest.skip(f"this system does not offer: {layer}")
    verdict, message, _ = attempt(grade, body)
    assert verdict is Verdict.RUNTIME_ERROR
    assert "Error" in message
    assert not Path(OUTSIDE).exists()
    assert not Path("/tmp/drill-was-here").exists()


def test_a_reference_read_from_disk_is_no_pass(grade, layers):
    """An attempt that runs the installed reference is not accepted."""
    if Layer.FILES not in layers:
        pytest.skip("this system has no Landlock")
    source = f"exec(open({str(REFERENCE)!r}).read())\n"
    assert grade(source).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "body",
    [
        "open('own.txt', 'w').write('x'); assert open('own.txt').read() == 'x'",
        "import tempfile; tempfile.NamedTemporaryFile().write(b'x')",
        "import json, decimal, statistics, unittest.mock",
        "import numpy as np; np.linspace(0, 1, 3)",
        "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()",
        "import socket; socket.socketpair()",
        "import os; os.environ['X'] = 'y'; os.cpu_count(); os.getcwd()",
        "import warnings; warnings.warn('careful')",
        "import torch; torch.save(torch.ones(2), 't.pt'); torch.load('t.pt')",
        "import time; time.sleep(2)",  # twice the CPU time that there is
        "kept = bytearray(200 * 2**20)",
        "from concurrent.futures import ThreadPoolExecutor as E; list(E(32).map(abs, range(999)))",
        "import os, time\npid = os.fork()\nif pid == 0:\n"
        "    time.sleep(0.2)\n    os._exit(0)\nos.waitpid(pid, 0)",
        "import os\npids = [os.fork() for _ in range(3)]\n"
        "if all(pids): [os.waitpid(pid, 0) for pid in pids]",
    ],
)
def test_honest_things_still_work(grade, body):
    """Its own folder, threads and imports are an attempt's own business."""
    verdict, message, report = attempt(grade, body)
    assert (verdict, message) == (Verdict.ACCEPTED, "")
    assert "Traceback" not in report.cases[0].printed


def test_the_environment_tells_nothing(grade):
    """Neither the record's place nor tokens of the person reach the attempt."""
    os.environ["DRILL_SECRET_TOKEN"] = "x"
    try:
        body = "import os; print(sorted(os.environ))"
        report = grade(wrapped(body), only="test_values[4]")
    finally:
        del os.environ["DRILL_SECRET_TOKEN"]
    printed = report.cases[0].printed
    assert "TOKEN" not in printed
    assert "DRILL" not in printed


@pytest.mark.parametrize(
    ("body", "verdict", "words"),
    [
        ("import os\nwhile True: os.fork()", FORK_BOMB, ""),
        (
            "import os\nfor i in range(64):\n"
            "    os.posix_fallocate(os.open(f'f{i}', 66), 0, 2**24)\nwhile True: pass",
            Verdict.RUNTIME_ERROR,
            "MiB of files",
        ),
        ("open('big', 'wb').write(b'x' * 2**26)", Verdict.RUNTIME_ERROR, "too large"),
        ("while True: print('x' * 10000)", Verdict.RUNTIME_ERROR, "too large"),
        (
            "import os, time\nkept = []\n"
            "while True:\n    kept.append(bytearray(2**24))\n    time.sleep(0.001)",
            Verdict.MEMORY_LIMIT,
            "",
        ),
        (
            "import os, time\n"
            "for _ in range(3):\n"
            "    if os.fork() == 0:\n"
            "        kept = []\n"
            "        for _ in range(20):\n"
            "            kept.append(bytearray(os.urandom(2**20)) * 10); time.sleep(0.01)\n"
            "        time.sleep(60)\n"
            "time.sleep(60)",
            Verdict.MEMORY_LIMIT,
            "MiB",
        ),
        ("raise RuntimeError('x' * 50_000_000)", Verdict.RUNTIME_ERROR, "RuntimeError: xxx"),
        (
            "class Bad(Exception):\n    def __str__(self): raise ValueError\nraise Bad",
            Verdict.RUNTIME_ERROR,
            "cannot be shown",
        ),
        ("import signal\nfor s in (15, 2, 1): signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
         Verdict.TIME_LIMIT, "CPU time"),
        ("import torch\nx = torch.randn(600, 600)\nwhile True: x = x @ x",
         Verdict.TIME_LIMIT, "CPU time"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)",
         Verdict.RUNTIME_ERROR, "SIGILL"),
        ("import os\nfor d in range(64):\n    try: os.close(d)\n    except OSError: pass",
         Verdict.RUNTIME_ERROR, ""),
        ("import signal\nfor s in (15, 2, 1): signal.signal(s, signal.SIG_IGN)\nsum(range(10**15))",
         Verdict.TIME_LIMIT, "CPU time"),
        ("import ctypes, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n"
         "ctypes.CDLL(None).pause()", Verdict.TIME_LIMIT, "clock"),
        ("import os\nwhile True: os.write(2, b'x' * 10000)", Verdict.RUNTIME_ERROR, "too large"),
        ("import os\nwhile True:\n    for d in range(64):\n"
         "        try: os.write(d, b'x' * 10000)\n        except OSError: pass",
         Verdict.RUNTIME_ERROR, "not an observation"),
        ("import sys\nsys.setrecursionlimit(10**9)\ndef f(_): return list(map(f, [0]))\nf(0)",
         Verdict.RUNTIME_ERROR, "SIGSEGV"),
        ("import os, time\nif os.fork() == 0: time.sleep(60)\nos._exit(0)",
         Verdict.RUNTIME_ERROR, "exit code 0"),
        ("import os\nfor _ in range(3): os.fork()\nraise KeyError(7)",
         Verdict.RUNTIME_ERROR, "KeyError: 7"),
        ("import torch; return torch.ones(2**24 + 2**20)", Verdict.MEMORY_LIMIT, ""),
        ("import torch; return torch.ones(1).expand(2**34)", Verdict.MEMORY_LIMIT, ""),
        ("import torch; return torch.ones(2**22)", Verdict.WRONG_ANSWER, "shape"),
    ],
)  # fmt: skip
def test_floods_end_within_their_limit(pool, grade, body, verdict, words):
    """Processes, files, output, memory, loops: each ends in time, with its verdict in one line.

    It costs that case; the others of the attempt are judged. No process and no file is left.
    """
    in_one_case = f"if x.shape[-1] == 1:\n{textwrap.indent(body, '    ')}"
    began = time.monotonic()
    report = grade(wrapped(in_one_case), diagnose=False)
    assert [case.name for case in report.failed] == ["test_values[1]"]
    assert report.verdict in (verdict if isinstance(verdict, tuple) else (verdict,))
    assert words in report.failed[0].message
    lines = report.failed[0].message.splitlines()
    assert len(lines) == (3 if verdict is Verdict.WRONG_ANSWER else 1)
    assert len(report.failed[0].message) < 10_000
    assert time.monotonic() - began < CASE.wall_seconds + 2
    assert left_behind(pool) == []
    judged = {case.name for case in report.cases if case.verdict is Verdict.ACCEPTED}
    assert {"test_shape", "test_values[4]", "test_extreme", "test_bad_scale"} <= judged


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os\nwhile True: os.fork()", ""),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "SIGABRT"),
        ("while True: print('x' * 10000)", "too large"),
        ("kept = [b'x' * 2**20 for _ in range(4000)]", "MemoryError"),
        ("def f(): f()\nf()", "RecursionError"),
        ("raise RuntimeError('x' * 50_000_000)", "RuntimeError: xxx"),
        ("class Bad(Exception):\n    def __str__(self): raise ValueError\nraise Bad", "be shown"),
        ("class Bad(Exception):\n    def __str__(self): exit(0)\nraise Bad", "be shown"),
    ],
)
def test_floods_at_import_end_too(pool, grade, source, words):
    """What happens before any case is told of the import, and no case is run."""
    began = time.monotonic()
    report = grade(source)
    assert report.verdict is Verdict.INVALID
    assert words in report.message
    assert len(report.message) < 10_000
    assert {case.verdict for case in report.cases} == {Verdict.NOT_RUN}
    assert time.monotonic() - began < LOAD_SECONDS + 2
    assert left_behind(pool) == []


def left_behind(pool) -> list[object]:
    """Return the processes that are no idle ones of ours, and the files in the scratch folders."""
    warm = pool._process.pid
    idle = [int(pid) for pid in Path(f"/proc/{warm}/task/{warm}/children").read_text().split()]
    assert len(idle) <= MOST_OPEN
    strays = set(descendants(warm, 1000)) - set(idle)
    return [*strays, *(path for path in Path(pool.scratch).rglob("*") if path.is_file())]


@pytest.mark.parametrize(
    "body",
    [
        "import torch; torch.ones(2**30)",
        "kept = b'x' * 2**30",
        "kept = []\nwhile True: kept.append(bytearray(2**20))",
        "import os, time\nif os.fork() == 0: os.setsid()\nkept = []\n"
        "while True:\n    kept.append(b'x' * 2**20)\n    time.sleep(0.001)",
        "import mmap\nkept = mmap.mmap(-1, 2**33)\nfor at in range(0, 2**33, 4096): kept[at] = 1",
    ],
)
def test_memory_stays_near_its_limit(pool, grade, body):
    """At no moment do an attempt's processes hold more than their limit and 100 MB."""
    peaks, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            warm = resident_bytes(pool._process.pid)
            family = descendants(pool._process.pid, 1000)
            peaks.append(sum(max(0, resident_bytes(pid) - warm) for pid in family))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        verdict, _, _ = attempt(grade, body)
    finally:
        done.set()
        watcher.join()
    assert verdict in (Verdict.MEMORY_LIMIT, Verdict.TIME_LIMIT)
    print(f"peak {max(peaks) / 2**20:.0f} MiB")
    assert max(peaks) < CASE.memory_bytes + 100 * 10**6


def test_processes_started_by_an_attempt_do_not_outlive_it(grade):
    """Children that leave their session are killed with the attempt."""
    body = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print("child", os.getpid(), flush=True)
        time.sleep(600)
    os._exit(0)
time.sleep(0.2)
"""
    _, _, report = attempt(grade, body)
    child = int(report.cases[0].printed.split("child")[1].split()[0])
    deadline = time.monotonic() + 2
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{child}").exists()


def test_memory_that_nobody_has_written_is_not_zero(grade):
    """A result that hopes for zeros there is wrong at once, and not on another day."""
    body = "import torch\nreturn _good(x, scale) + torch.empty(2**22)[: x.shape[-1]]"
    assert attempt(grade, body)[0] is Verdict.WRONG_ANSWER


def test_scratch_is_gone_after_a_check(pool, grade):
    """What an attempt wrote does not stay."""
    attempt(grade, "open('left', 'w').write('x')")
    assert [path for path in Path(pool.scratch).rglob("*") if path.is_file()] == []


def test_doctor_says_what_is_off():
    """A layer that is missing is shown as off, not left out."""
    shown = protections((Layer.FILES,))
    assert shown[Layer.FILES]
    assert not shown[Layer.NETWORK]
    assert set(Layer) <= set(shown)
    assert set(WITHOUT) == set(shown)


def test_doctor_says_what_is_then_not_promised():
    """Below a layer that is off stands in words what that costs."""
    texts = dict.fromkeys(("drill", "python", "platform", "bank", "data", "record"), "")
    off = protections(()) | dict.fromkeys(WITHOUT, False)
    numbers = {"packages": {}, "devices": {}, "cores": 1, "problems": 0, "last_error": ""}
    lines = _lines(Machine(**texts, **numbers, protections=off, not_promised=WITHOUT))
    for layer, words in WITHOUT.items():
        at = lines.index(f"OFF       {layer}")
        assert lines[at + 1] == f"          not promised: {words}"
    assert tuple(lines[-len(WORDS) :]) == WORDS


def test_security_says_what_doctor_says():
    """The page has a part on each: what is promised, what is not, and how to report."""
    page = (Path(__file__).parent.parent / "SECURITY.md").read_text()
    assert {"## Promised", "## Not promised", "## Reporting"} <= set(page.splitlines())
    told = " ".join(WORDS)
    for words in ("hostile binary", "drill check --json", "privately first"):
        assert words in " ".join(page.split())
        assert words in told
