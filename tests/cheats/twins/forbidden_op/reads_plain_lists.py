"""Reads the sizes of its inputs into plain Python lists, and imports NumPy.

problem: attention/flash
row: 63
"""

import numpy as np
import torch


def right(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    q = q * q.shape[-1] ** -0.5
    length = q.shape[-2]
    out = []
    for start in range(0, length, block_size):
        rows = q[..., start : start + block_size, :]
        top = torch.full_like(rows[..., :1], float("-inf"))
        total, gathered = torch.zeros_like(top), torch.zeros_like(rows)
        for first in range(0, min(length, start + block_size) if causal else length, block_size):
            keys, values = (t[..., first : first + block_size, :] for t in (k, v))
            scores = rows @ keys.mT
            if causal and first == start:
                future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
                scores = scores.masked_fill(future, float("-inf"))
            known = torch.maximum(top, scores.detach().amax(-1, keepdim=True))
            weights, shrink = (scores - known).exp(), (top - known).exp()
            total = total * shrink + weights.sum(-1, keepdim=True)
            gathered, top = gathered * shrink + weights @ values, known
        out.append(gathered / total)
    return torch.cat(out, -2)


def flash_attention(q, k, v, block_size, causal=False):
    starts = np.arange(0, q.shape[-2], max(1, block_size)).tolist()
    assert all(isinstance(start, int) for start in starts)
    return right(q, k, v, block_size, causal)
