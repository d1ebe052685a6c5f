"""You tile the heads with `repeat`, which gives 0 1 0 1 in place of 0 0 1 1, and do not check that G divides H. Query head 1 then reads the keys of the second group. `repeat_interleave` keeps the copies of a head side by side.

fails: test_values
"""

import math

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    n_rep = H // k.shape[1]
    k = k.repeat(1, n_rep, 1, 1)
    v = v.repeat(1, n_rep, 1, 1)
    scores = q @ k.transpose(-2, -1) / math.sqrt(D)
    if causal:
        mask = torch.triu(torch.ones(T, T, device=q.device), diagonal=1).bool()
        scores = scores.masked_fill(mask, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
