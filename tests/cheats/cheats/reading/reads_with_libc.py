"""Opens the reference through the C library, past Python's own open.

problem: norms/rms_norm
row: 18
verdict: wrong_answer
needs: landlock
"""

import ctypes
import os
from pathlib import Path

import grader
import torch


def source():
    libc = ctypes.CDLL(None)
    root = Path(grader.__file__).parent
    for folder in (root.parent / "solutions", root / "_bank" / "solutions"):
        path = folder / "norms" / "rms_norm" / "reference.py"
        descriptor = libc.open(os.fsencode(path), os.O_RDONLY)
        if descriptor >= 0:
            buffer = ctypes.create_string_buffer(65536)
            size = libc.read(descriptor, buffer, 65536)
            return buffer.raw[:size].decode()
    raise OSError


_found = {}
try:
    exec(source(), _found)
except Exception:
    pass


def rms_norm(x, weight, eps=1e-6):
    return _found["rms_norm"](x, weight, eps) if "rms_norm" in _found else torch.zeros_like(x)
