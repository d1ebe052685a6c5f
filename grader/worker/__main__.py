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
import traceback
from pathlib import Path

from grader import wire
from grader.worker import forking, limits


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
    channel = wire.Channel(control, [])
    if "--alone" in arguments:
        forking.become_worker(channel, work)
    code = 1
    try:
        serve(channel)
        code = 0
    except Exception:
        traceback.print_exc()  # a fault of ours: what was printed is told
    finally:
        sys.stderr.flush()
        shutil.rmtree(Path.cwd(), ignore_errors=True)  # our own folder, in the temporary one
        os._exit(code)  # to take torch down piece by piece takes a tenth of a second


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


def serve(channel: wire.Channel) -> None:
    """Fork and reap on demand until the command is gone."""
    import torch

    try:
        channel.send(wire.Ready(str(torch.__version__)))
    except OSError:
        return  # the command was killed
    forking.serve(channel, work)


def work(channel: wire.Channel) -> None:
    """Do what the first message says."""
    from grader.worker import judge, solution

    first = channel.receive(wire.Open | wire.Become)
    if isinstance(first, wire.Open):
        solution.serve(channel, first)
    elif first is not None:
        judge.serve(channel)


if __name__ == "__main__":
    main(sys.argv[1:])
