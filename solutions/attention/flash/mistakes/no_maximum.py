"""You exponentiate the scores as they are and carry no maximum. On small scores that is the same number; beyond about 88 a float32 exp is infinite, and far below zero all weights vanish into 0 / 0. The running maximum is there to keep every exponent at or below zero.

fails: test_scores_rise
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    row = torch.arange(T, device=q.device)[:, None]
    total = torch.zeros_like(q[..., :1])
    acc = torch.zeros_like(q)
    for start in range(0, T, block_size):
        k_block = k[..., start : start + block_size, :]
        v_block = v[..., start : start + block_size, :]
        scores = q @ k_block.transpose(-2, -1) / D**0.5
        if causal:
            col = start + torch.arange(k_block.shape[-2], device=q.device)
            scores = scores.masked_fill(col > row, float("-inf"))
        p = torch.exp(scores)
        total = total + p.sum(dim=-1, keepdim=True)
        acc = acc + p @ v_block
    return acc / total
