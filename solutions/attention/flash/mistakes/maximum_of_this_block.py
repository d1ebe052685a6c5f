"""Your new maximum is that of the current block alone, so it can fall. The factor exp(m_old - m_new) then exceeds one and overflows when scores fall by more than 88, and a block that is hidden whole has a maximum of -inf. Take the larger of the old maximum and the block's.

fails: test_scores_fall
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
        m_new = scores.amax(dim=-1, keepdim=True)
        p = torch.exp(scores - m_new)
        shrink = torch.exp(m - m_new)
        total = total * shrink + p.sum(dim=-1, keepdim=True)
        acc = acc * shrink + p @ v_block
        m = m_new
    return acc / total
