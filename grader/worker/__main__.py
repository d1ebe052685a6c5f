"""The warm process: imports torch once, then only forks.

It never runs a tensor operation, loads a problem or an attempt: one parallel operation in it and
every forked child would hang at its first. With `--alone` (no fork on this system, or MPS) the
process becomes a worker itself.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sys
import time
import traceback
from pathlib import Path

from grader import wire
from grader.worker import limits


def main(arguments: list[str]) -> None:
    """Serve over the inherited socket whose descriptor is the first argument."""
    limits.adopt_orphans()  # it outlives a killed command for as long as it takes to clear up
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the command's to handle
    control = socket.socket(fileno=int(arguments[0]))
    signal.signal(signal.SIGTERM, leave)
    limits.die_with_parent(signal.SIGTERM)  # nobody waits for an import that nobody needs
    import_everything()
    limits.die_with_parent(0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if "--alone" in arguments:
        become_worker(wire.Channel(control))
    workers: set[int] = set()
    try:
        serve(control, workers)
    except OSError:
        pass  # the command was killed
    finally:
        for pid in list(workers):
            reap(pid, workers)
        shutil.rmtree(Path.cwd(), ignore_errors=True)  # our own folder, in the temporary one


def leave(_number: int, _frame: object) -> None:
    """End at once, with our own folder: the command was killed while torch was being imported."""
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os._exit(1)


def import_everything() -> None:
    """Import what the workers need, and keep the collector away from it."""
    import grader.worker.judge
    import grader.worker.solution  # noqa: F401

    gc.collect()
    gc.freeze()


def serve(control: socket.socket, workers: set[int]) -> None:
    """Fork and reap on demand until the command is gone; `workers` holds who is alive."""
    import torch

    channel = wire.Channel(control)
    channel.send(wire.Ready(str(torch.__version__)))
    while (request := receive(control)) is not None:
        message, descriptors = request
        if isinstance(message, wire.Fork):
            workers.add(pid := fork(control, descriptors))
            channel.send(wire.Forked(pid))
        else:
            workers.discard(message.pid)
            channel.send(wire.Reaped(reap(message.pid, workers)))


def receive(control: socket.socket) -> tuple[wire.ToWarm, list[int]] | None:
    """Return the next request with its descriptors, or None when the command is gone.

    A request is one small frame, which a local socket hands over whole.
    """
    frame, descriptors, _, _ = socket.recv_fds(control, 4096, 4)
    if not frame:
        return None
    return wire.decode(frame[4:], wire.ToWarm), descriptors


def fork(control: socket.socket, descriptors: list[int]) -> int:
    """Fork a worker that owns these descriptors and nothing else of ours."""
    if limits.threads() != 1:
        raise RuntimeError("the warm process has more than one thread; a fork of it would hang")
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    control.close()
    channel, output = descriptors
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    become_worker(wire.Channel(socket.socket(fileno=channel)))
    return 0


def become_worker(channel: wire.Channel) -> None:
    """Leave the command's session and do what the first message says; never returns."""
    from grader.worker import judge, solution

    code = 1
    try:
        limits.die_with_parent()
        if os.getsid(0) != os.getpid():  # it leads a session already where it was started anew
            os.setsid()
        first = channel.receive(wire.Open | wire.Become)
        if isinstance(first, wire.Open):
            solution.serve(channel, first)
        elif first is not None:
            judge.serve(channel)
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
    """Kill adopted orphans: every child of ours that is not a worker."""
    for pid in children() - workers:
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def children() -> set[int]:
    """Return the process ids of our children, where the system tells."""
    try:
        return {int(pid) for pid in Path("/proc/thread-self/children").read_text().split()}
    except OSError:
        return set()


if __name__ == "__main__":
    main(sys.argv[1:])
