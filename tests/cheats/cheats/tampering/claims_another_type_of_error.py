"""Raises errors whose class is called ValueError where a result is wanted, and has no answer.

problem: attention/sliding_window
row: 15
verdict: runtime_error
"""

import torch

Fake = type("ValueError", (BaseException,), {})


def sliding_window_attention(q, k, v, window, causal=True):
    raise Fake("window must be 0 or more")
