"""Writes the judge's own message, every case accepted, to every descriptor.

problem: norms/rms_norm
row: 7
verdict: runtime_error
"""

import os
import struct

import msgspec
import torch
from grader import wire
from grader.model import Verdict


def attack():
    message = wire.Comparison((wire.Compared(Verdict.ACCEPTED, "", ("float32",)),) * 3)
    body = msgspec.msgpack.encode(message)
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, struct.pack(">I", len(body)) + body)
        except OSError:
            pass


def rms_norm(x, weight, eps=1e-6):
    attack()
    return torch.zeros_like(x)
