"""Kills every sibling process, the judge among them.

problem: norms/rms_norm
row: 14
verdict: wrong_answer
needs: landlock
"""

import os
import signal
from pathlib import Path

import torch


def attack():
    try:
        parent = os.getppid()
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        children = []
    for pid in map(int, children):
        if pid != os.getpid():
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass


def rms_norm(x, weight, eps=1e-6):
    attack()
    return torch.zeros_like(x)
