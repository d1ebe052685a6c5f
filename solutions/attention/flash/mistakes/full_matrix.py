"""Your answer is right and computes all T x T scores at once, with one softmax over them. That is the memory flash attention exists to avoid: at 32768 tokens one such matrix of float32 takes 4 GiB a head. Visit the keys in blocks and carry maximum, sum and values along.

fails: test_memory
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    if causal:
        future = torch.ones(T, T, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(future, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
