"""The processes: started anew where they cannot be forked, gone when the pool is closed."""

from __future__ import annotations

import os
import signal
import sysconfig
import tempfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader import wire
from grader.checking import Options, check
from grader.errors import JudgeError
from grader.model import Attempt, Verdict
from grader.pool import MOST_OPEN, Budget, End, Pool, WorkerEndedError, descendants
from grader.source import Source
from grader.trial import Settings, Trial, order

BUDGET = Budget(20, 2**33)


def count(folder: str) -> int:
    """Return how many entries a folder has."""
    return len(list(Path(folder).iterdir()))


def children(pid: int) -> list[int]:
    """Return the process ids of a process's children."""
    return [int(pid) for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("name", ["right", "wrong_dim"])
def test_without_fork_the_verdict_is_the_same(toy, right, mistake, name):
    """Workers that are started anew grade as forked ones do."""
    source = right if name == "right" else mistake(name)
    with Pool(fork=False) as pool:
        options = Options(seed=1, device="cpu", timing=False)
        report = check(pool, toy, Source(Attempt("a.py", ""), source), options)
    if name == "right":
        assert report.verdict is Verdict.ACCEPTED
    else:
        assert report.diagnosis is not None
        assert report.diagnosis.mistake == name


def test_closing_the_pool_ends_every_process(pool):
    """Neither the warm process nor a worker outlives the pool, and its folder is gone."""
    with Pool() as own:
        worker = own.worker()
        worker.send(wire.Become())
        scratch = own.scratch
        assert Path(scratch).is_dir()
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)
    assert not Path(scratch).exists()
    worker.channel.close()
    worker._output.close()


def test_a_worker_inherits_no_foreign_descriptor(pool):
    """A worker holds its own channel and output and nothing that belongs to another."""
    first, second = pool.worker(), pool.worker()
    sockets = []
    for worker in (first, second):
        worker.send(wire.Become())
        worker.send(wire.Probe())
        worker.receive(wire.Devices, BUDGET)
        links = [str(entry.readlink()) for entry in Path(f"/proc/{worker.pid}/fd").iterdir()]
        sockets.append({link for link in links if link.startswith("socket:")})
    assert len(sockets[0]) == 1
    assert len(sockets[1]) == 1
    assert sockets[0] != sockets[1]
    first.close()
    second.close()


def test_a_worker_that_dies_is_told_with_its_signal(pool):
    """The end of a worker is an event with its status, not a hang."""
    worker = pool.worker()
    worker.send(wire.Become())
    os.kill(worker.pid, signal.SIGTERM)
    with pytest.raises(WorkerEndedError) as caught:
        worker.receive(wire.FromJudge, BUDGET)
    assert (caught.value.end, caught.value.status) == (End.DIED, -signal.SIGTERM)


def test_a_warm_process_that_dies_is_a_fault_of_ours():
    """Losing the warm process is a judge's error in one line."""
    with Pool() as own:
        own.worker().close()
        assert own._process is not None
        own._process.kill()
        own._process.wait()
        with pytest.raises(JudgeError, match="warm process ended"):
            own.worker()


def test_the_warm_process_has_one_thread(pool):
    """Forking a process of several threads would hang the child at its first parallel operation."""
    pool.worker().close()
    assert count(f"/proc/{pool._process.pid}/task") == 1


def opened(pool, toy, *sizes):
    """Open a worker by an order of each of these memory limits, and end it."""
    for size in sizes:
        now = order(Settings(toy.problem, toy.folder, 1, "cpu"))
        pool.opened(replace(now, memory_mb=size)).close()


def test_one_process_is_opened_for_all_workers_of_a_problem(toy):
    """The cases are collected once; idle processes are few."""
    with Pool() as own:
        opened(own, toy, 500, 500, 500)
        (first,) = children(own._process.pid)
        opened(own, toy, *range(501, 510))
        assert len(children(own._process.pid)) == MOST_OPEN
        assert first not in children(own._process.pid)


def test_an_opened_process_with_workers_is_not_idle(toy):
    """It stays for as long as a worker of it lives."""
    settings = Settings(toy.problem, toy.folder, 1, "cpu")
    with Pool() as own:
        trial = Trial(own, settings, toy.reference.path)
        opened(own, toy, *range(501, 510))
        trial.swap(toy.reference.path, toy.reference.source)
        assert trial.failure is None
        trial.close()


def test_orphans_of_an_opened_process_end_with_it(toy):
    """What a worker leaves behind is ended though the process it came from is gone."""
    source = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n"
    with Pool() as own:
        trial = Trial(own, Settings(toy.problem, toy.folder, 1, "cpu"), toy.reference.path)
        trial.swap(toy.reference.path, source + toy.reference.source)
        (process,) = children(own._process.pid)
        assert len(descendants(process, 100)) == 2
        os.kill(process, signal.SIGKILL)
        with pytest.raises(JudgeError, match="warm process ended"):
            trial.run([trial.cases[0].name])
        assert own.lost
        own.worker().close()
        assert children(own._process.pid) == [process]  # which has ended
        assert not descendants(process, 100)


def test_a_package_installed_meanwhile_hides_no_other(toy):
    """What was there before can still be imported when the folder of packages has changed."""
    settings = Settings(toy.problem, toy.folder, 1, "cpu", hidden=toy.hidden)
    path, source = toy.reference.path, "import sympy\n" + toy.reference.source
    packages = Path(sysconfig.get_path("purelib"))
    with Pool() as own:
        opened(own, toy, 500)
        with tempfile.TemporaryDirectory(dir=packages):
            pass
        trial = Trial(own, settings, path)
        trial.swap(path, source)
        assert trial.failure is None
        trial.close()


def test_many_workers_leak_nothing(pool):
    """Descriptors and processes are given back."""
    pool.worker().close()
    before, others = count("/proc/self/fd"), children(pool._process.pid)
    for _ in range(30):
        pool.worker().close()
    assert count("/proc/self/fd") == before
    assert children(pool._process.pid) == others
