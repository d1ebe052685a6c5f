"""Forking workers on demand: what the warm process does, and a process opened for a problem.

A process that forks has one thread, or every fork of it would hang at its first parallel operation.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader import wire
from grader.worker import limits

MOST_GENERATIONS = 100  # of orphans, each left behind by the one before
Work = Callable[[wire.Channel], None]


def serve(channel: wire.Channel, work: Work, until: Any = None) -> Any:
    """Fork workers, which do this work, and reap them until the command hangs up.

    The channel takes descriptors. Returns the first message of the kind `until`, or None; what
    was forked is gone then.
    """
    workers: set[int] = set()
    expected = wire.ToForker | until if until else wire.ToForker
    try:
        while (message := channel.receive(expected)) is not None:
            match message:
                case wire.Fork():
                    workers.add(pid := fork(channel, work))
                    channel.send(wire.Forked(pid))
                case wire.Reap(pid=pid):
                    workers.discard(pid)
                    channel.send(wire.Reaped(reap(pid, workers)))
                case _:
                    return message
    except OSError:
        pass  # the command was killed
    finally:
        for pid in list(workers):
            reap(pid, workers)
    return None


def fork(channel: wire.Channel, work: Work) -> int:
    """Fork a worker that owns the descriptors handed over, and nothing else of ours."""
    if limits.threads() != 1:
        raise RuntimeError("a process that forks has more than one thread; its forks would hang")
    assert channel.handed is not None
    descriptors = [channel.handed.pop(0) for _ in range(2)]
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    channel.close()
    own, output = descriptors
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    become_worker(wire.Channel(socket.socket(fileno=own), []), work)
    return 0


def become_worker(channel: wire.Channel, work: Work) -> None:
    """Leave the command's session and work; never returns."""
    code = 1
    try:
        limits.die_with_parent()
        if os.getsid(0) != os.getpid():  # it leads a session already where it was started anew
            os.setsid()
        work(channel)
        code = 0
    except BrokenPipeError:
        pass  # the command is gone
    except Exception:
        traceback.print_exc()  # a fault of ours: what was printed is told
    finally:
        sys.stderr.flush()
        os._exit(code)


def reap(pid: int, others: set[int]) -> int:
    """Kill a worker's session and whatever escaped from it; return its exit status."""
    for target in (os.killpg, os.kill):
        try:
            target(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    status = wait(pid)
    sweep(others)
    return status


def wait(pid: int) -> int:
    """Wait for a killed process; give up after 5 s on one that the kernel does not release."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            done, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return 0
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.0005)
    return -signal.SIGKILL


def sweep(workers: set[int]) -> None:
    """Kill adopted orphans: every child of ours that is not a worker, and then what those leave."""
    for _ in range(MOST_GENERATIONS):
        strays = children() - workers
        for pid in strays:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        if not strays:
            return


def children() -> set[int]:
    """Return the process ids of our children, where the system tells."""
    try:
        return {int(pid) for pid in Path("/proc/thread-self/children").read_text().split()}
    except OSError:
        return set()
