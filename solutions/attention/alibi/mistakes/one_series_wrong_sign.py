"""You use 2^(-8 h / H) for any number of heads, and your bias rewards distance in place of punishing it. For an H that is no power of two the slopes are those of the next smaller power, filled up from twice as many; and scores FALL with the distance.

fails: test_slopes_of_other_numbers
"""

import torch


def alibi_slopes(n_heads):
    if n_heads < 1:
        raise ValueError("n_heads must be 1 or more")
    return [2 ** (-8 * h / n_heads) for h in range(1, n_heads + 1)]


def alibi_attention(q, k, v, causal=True):
    B, H, T, D = q.shape
    slopes = torch.tensor(alibi_slopes(H), dtype=q.dtype, device=q.device)
    i = torch.arange(T, device=q.device)
    dist = (i[:, None] - i[None, :]).abs()
    scores = q @ k.transpose(-2, -1) / D**0.5 + slopes[:, None, None] * dist
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
