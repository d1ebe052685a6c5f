"""You make the result with `torch.zeros(q.shape)`, which is float32 whatever q is, and write the blocks into it. A float64 result is rounded there. `torch.zeros_like(q)` takes dtype and device from q.

fails: test_keeps_dtype
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    out = torch.zeros(q.shape, device=q.device)
    for i in range(0, T, block_size):
        q_tile = q[..., i : i + block_size, :]
        m = torch.full_like(q_tile[..., :1], float("-inf"))
        total = torch.zeros_like(m)
        acc = torch.zeros_like(q_tile)
        for j in range(0, T, block_size):
            k_tile, v_tile = k[..., j : j + block_size, :], v[..., j : j + block_size, :]
            scores = q_tile @ k_tile.transpose(-2, -1) / D**0.5
            if causal:
                row = i + torch.arange(q_tile.shape[-2], device=q.device)[:, None]
                col = j + torch.arange(k_tile.shape[-2], device=q.device)
                scores = scores.masked_fill(col > row, float("-inf"))
            m_new = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
            p = torch.exp(scores - m_new)
            shrink = torch.exp(m - m_new)
            total = total * shrink + p.sum(dim=-1, keepdim=True)
            acc = acc * shrink + p @ v_tile
            m = m_new
        out[..., i : i + block_size, :] = acc / total
    return out
