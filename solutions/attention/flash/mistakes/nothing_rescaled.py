"""Your maximum changes from block to block and what was gathered before does not change with it: there is no factor, or it is computed after `m` was overwritten and is always exp(0) = 1. Earlier blocks then count as if their scores were larger. Keep the old maximum until the factor exp(m_old - m_new) is computed.

fails: test_values
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    row = torch.arange(T, device=q.device)[:, None]
    m = torch.full_like(q[..., :1], float("-inf"))
    total = torch.zeros_like(m)
    acc = torch.zeros_like(q)
    for start in range(0, T, block_size):
        k_block = k[..., start : start + block_size, :]
        v_block = v[..., start : start + block_size, :]
        scores = q @ k_block.transpose(-2, -1) / D**0.5
        if causal:
            col = start + torch.arange(k_block.shape[-2], device=q.device)
            scores = scores.masked_fill(col > row, float("-inf"))
        m = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
        p = torch.exp(scores - m)
        shrink = torch.exp(m - m)
        total = total * shrink + p.sum(dim=-1, keepdim=True)
        acc = acc * shrink + p @ v_block
    return acc / total
