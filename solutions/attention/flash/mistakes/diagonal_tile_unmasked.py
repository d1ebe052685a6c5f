"""When causal, you skip the tiles beyond the diagonal and mask none. The tile on the diagonal is half past, half future: in it a token sees up to block_size - 1 tokens ahead. That one tile needs the triangle.

fails: test_causal
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    rows = []
    for i in range(0, T, block_size):
        q_tile = q[..., i : i + block_size, :]
        m = torch.full_like(q_tile[..., :1], float("-inf"))
        total = torch.zeros_like(m)
        acc = torch.zeros_like(q_tile)
        for j in range(0, i + 1 if causal else T, block_size):
            k_tile, v_tile = k[..., j : j + block_size, :], v[..., j : j + block_size, :]
            scores = q_tile @ k_tile.transpose(-2, -1) / D**0.5
            m_new = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
            p = torch.exp(scores - m_new)
            shrink = torch.exp(m - m_new)
            total = total * shrink + p.sum(dim=-1, keepdim=True)
            acc = acc * shrink + p @ v_tile
            m = m_new
        rows.append(acc / total)
    return torch.cat(rows, dim=-2)
