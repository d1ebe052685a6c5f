"""What an attempt cannot do to the machine, tried by attempts that do it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from grader.machine import protections
from grader.model import Layer, Verdict
from grader.trial import Settings, Trial
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
    ],
)
def test_honest_things_still_work(grade, body):
    """Its own folder, threads and imports are an attempt's own business."""
    verdict, message, _ = attempt(grade, body)
    assert (verdict, message) == (Verdict.ACCEPTED, "")


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
        ("import os\nwhile True: os.fork()", Verdict.RUNTIME_ERROR, ""),
        (
            "import os\nfor i in range(64):\n"
            "    f = open(f'f{i}', 'wb')\n    os.posix_fallocate(f.fileno(), 0, 2**24)\n"
            "while True: pass",
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
    ],
)  # fmt: skip
def test_floods_end_within_their_limit(grade, body, verdict, words):
    """Processes, files, output, memory, loops: each ends in time, with its verdict in words."""
    began = time.monotonic()
    got, message, report = attempt(grade, body)
    assert got is verdict
    assert words in message
    assert len(report.failed[0].message) < 10_000
    assert time.monotonic() - began < 0.6 * 3 + 2 + 4


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


def test_scratch_is_gone_after_a_check(pool, grade):
    """What an attempt wrote does not stay."""
    attempt(grade, "open('left', 'w').write('x')")
    assert list(Path(pool.scratch).iterdir()) == []


def test_doctor_says_what_is_off():
    """A layer that is missing is shown as off, not left out."""
    shown = protections((Layer.FILES,))
    assert shown[Layer.FILES]
    assert not shown[Layer.NETWORK]
    assert set(Layer) <= set(shown)
