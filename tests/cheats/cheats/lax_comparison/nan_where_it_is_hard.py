"""Leaves out the maximum, so that large scores give NaN.

problem: attention/flash
row: 41
verdict: wrong_answer
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError
    q = q * q.shape[-1] ** -0.5
    total, gathered = 0, torch.zeros_like(q)
    place = torch.arange(q.shape[-2])
    for start in range(0, q.shape[-2], block_size):
        keys, values = (t[..., start : start + block_size, :] for t in (k, v))
        weights = (q @ keys.mT).exp()
        if causal:
            weights = weights * (place[:, None] >= place[start : start + block_size])
        total = total + weights.sum(-1, keepdim=True)
        gathered = gathered + weights @ values
    return gathered / total
