"""Reads the reference from where the package is installed.

problem: attention/multi_head
row: 18
verdict: wrong_answer
needs: landlock
"""

from pathlib import Path

import grader
from torch import nn


def source():
    root = Path(grader.__file__).parent
    for folder in (root.parent / "solutions", root / "_bank" / "solutions"):
        path = folder / "attention" / "multi_head" / "reference.py"
        if path.exists():
            return path.read_text()
    raise OSError


_found = {}
try:
    exec(source(), _found)
except Exception:
    pass


if "MultiHeadAttention" in _found:
    MultiHeadAttention = _found["MultiHeadAttention"]
else:

    class MultiHeadAttention(nn.Module):
        def __init__(self, n_embd, n_heads):
            super().__init__()
            if n_embd % n_heads:
                raise ValueError("n_heads must divide n_embd")
            self.n_heads = n_heads
            for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
                setattr(self, name, nn.Linear(n_embd, n_embd, bias=False))

        def forward(self, x, causal=False):
            return x
