"""You use the first slope in every head, so all heads have the same range. Each has its own: `(H, 1, 1)` against `(T, T)`.

fails: test_causal
"""

import math

import torch


def alibi_slopes(n_heads):
    if n_heads < 1:
        raise ValueError("n_heads must be 1 or more")
    n = 2 ** math.floor(math.log2(n_heads))
    slopes = [2 ** (-8 * h / n) for h in range(1, n + 1)]
    if n < n_heads:
        extra = [2 ** (-8 * h / (2 * n)) for h in range(1, 2 * n + 1, 2)]
        slopes = slopes + extra[: n_heads - n]
    return slopes


def alibi_attention(q, k, v, causal=True):
    B, H, T, D = q.shape
    slopes = torch.tensor(alibi_slopes(H), dtype=q.dtype, device=q.device)
    i = torch.arange(T, device=q.device)
    dist = i[:, None] - i[None, :]
    scores = q @ k.transpose(-2, -1) / D**0.5
    scores = scores - slopes[0] * dist.abs()
    if causal:
        scores = scores.masked_fill(dist < 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
