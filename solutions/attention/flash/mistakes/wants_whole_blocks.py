"""You reshape the sequence into T // block_size whole blocks, which fails as soon as the block size does not divide T. Sequences have any length: slice the blocks, or `split`, and let the last be shorter.

fails: test_shape
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
    k_blocks = k.reshape(*k.shape[:-2], T // block_size, block_size, D)
    v_blocks = v.reshape(*v.shape[:-2], T // block_size, block_size, D)
    for b in range(T // block_size):
        start = b * block_size
        k_block = k_blocks[..., b, :, :]
        v_block = v_blocks[..., b, :, :]
        scores = q @ k_block.transpose(-2, -1) / D**0.5
        if causal:
            col = start + torch.arange(k_block.shape[-2], device=q.device)
            scores = scores.masked_fill(col > row, float("-inf"))
        m_new = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
        p = torch.exp(scores - m_new)
        shrink = torch.exp(m - m_new)
        total = total * shrink + p.sum(dim=-1, keepdim=True)
        acc = acc * shrink + p @ v_block
        m = m_new
    return acc / total
