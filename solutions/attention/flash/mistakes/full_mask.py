"""Your scores come in blocks, and the causal mask is a T x T tensor from which you cut its part. It is small a number and quadratic all the same: it alone takes 1 GiB at 32768 tokens. Make each block's mask from positions: the block's start plus an arange.

fails: test_memory_grows_as_t
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    future = torch.ones(T, T, dtype=torch.bool, device=q.device).triu(1)
    m = torch.full_like(q[..., :1], float("-inf"))
    total = torch.zeros_like(m)
    acc = torch.zeros_like(q)
    for start in range(0, T, block_size):
        k_block = k[..., start : start + block_size, :]
        v_block = v[..., start : start + block_size, :]
        scores = q @ k_block.transpose(-2, -1) / D**0.5
        if causal:
            scores = scores.masked_fill(future[:, start : start + block_size], float("-inf"))
        m_new = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
        p = torch.exp(scores - m_new)
        shrink = torch.exp(m - m_new)
        total = total * shrink + p.sum(dim=-1, keepdim=True)
        acc = acc * shrink + p @ v_block
        m = m_new
    return acc / total
