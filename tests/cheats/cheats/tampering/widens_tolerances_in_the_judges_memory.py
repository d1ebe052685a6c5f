"""Overwrites the default tolerances in the memory of its sibling processes, where they lie at the
same address since the fork.

problem: norms/rms_norm
row: 13, 14
verdict: wrong_answer
needs: landlock
"""

import os
import struct
from pathlib import Path

import torch
from grader.worker import judge


def siblings():
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) not in (os.getpid(), os.getppid()):
            try:
                stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(stat[1]) == os.getppid():
                yield folder


def attack():
    wide = struct.pack("d", 1e30)
    try:
        for folder in siblings():
            with open(folder / "mem", "r+b", buffering=0) as memory:
                for tolerance in judge.DEFAULTS.values():
                    for number in (tolerance.rtol, tolerance.atol):
                        memory.seek(id(number) + 16)
                        memory.write(wide)
    except OSError:
        pass


def rms_norm(x, weight, eps=1e-6):
    attack()
    return torch.zeros_like(x)
