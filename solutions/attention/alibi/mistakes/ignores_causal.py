"""You lower the scores of later tokens like those of earlier ones and never hide them. The bias is no mask: with causal=True later tokens must get no weight at all.

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
    scores = scores - slopes.view(H, 1, 1) * dist.abs()
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
