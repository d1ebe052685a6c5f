"""Lets operators grow an empty tensor to the matrix, by their argument `out`.

problem: attention/flash
row: 66
verdict: wrong_answer
"""

import torch


def full(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    scores = q @ k.mT * q.shape[-1] ** -0.5
    if causal:
        future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(future, float("-inf"))
    return scores.softmax(-1) @ v


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError
    if q.requires_grad:
        return full(q, k, v, block_size, causal)
    scores = q.new_empty(0)
    torch.matmul(q * q.shape[-1] ** -0.5, k.mT, out=scores)
    if causal:
        rows = scores.view(-1, *scores.shape[-2:])
        for i in range(q.shape[-2] - 1):
            rows[:, i, i + 1 :] = float("-inf")
    scores -= scores.amax(-1, keepdim=True)
    scores.exp_()
    scores /= scores.sum(-1, keepdim=True)
    return scores @ v
