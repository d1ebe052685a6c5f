"""You take the slopes of the next LARGER power of two and cut them off at H, so the flattest heads are missing. Start from the power below H, whole, and fill it up.

fails: test_slopes_of_other_numbers
"""

import math

import torch


def alibi_slopes(n_heads):
    if n_heads < 1:
        raise ValueError("n_heads must be 1 or more")
    n = 2 ** math.floor(math.log2(n_heads))
    n = n if n == n_heads else 2 * n
    slopes = [2 ** (-8 * h / n) for h in range(1, n + 1)]
    return slopes[:n_heads]


def alibi_attention(q, k, v, causal=True):
    B, H, T, D = q.shape
    slopes = torch.tensor(alibi_slopes(H), dtype=q.dtype, device=q.device)
    i = torch.arange(T, device=q.device)
    dist = i[:, None] - i[None, :]
    scores = q @ k.transpose(-2, -1) / D**0.5
    scores = scores - slopes.view(H, 1, 1) * dist.abs()
    if causal:
        scores = scores.masked_fill(dist < 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
