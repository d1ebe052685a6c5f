"""You accept `causal` and do nothing with it, so every token still sees its future. Hide keys whose position in the sequence is greater than the query's.

fails: test_causal
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
        m_new = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
        p = torch.exp(scores - m_new)
        shrink = torch.exp(m - m_new)
        total = total * shrink + p.sum(dim=-1, keepdim=True)
        acc = acc * shrink + p @ v_block
        m = m_new
    return acc / total
