"""You lay a triangle over every tile. That is right on the diagonal only: tiles left of it are all past and need no mask, tiles right of it are all future and must be hidden whole. Compare positions in the whole sequence, i + row with j + column.

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
        for j in range(0, T, block_size):
            k_tile, v_tile = k[..., j : j + block_size, :], v[..., j : j + block_size, :]
            scores = q_tile @ k_tile.transpose(-2, -1) / D**0.5
            if causal:
                row = torch.arange(q_tile.shape[-2], device=q.device)[:, None]
                col = torch.arange(k_tile.shape[-2], device=q.device)
                scores = scores.masked_fill(col > row, float("-inf"))
            m_new = torch.maximum(m, scores.amax(dim=-1, keepdim=True))
            p = torch.exp(scores - m_new)
            shrink = torch.exp(m - m_new)
            total = total * shrink + p.sum(dim=-1, keepdim=True)
            acc = acc * shrink + p @ v_tile
            m = m_new
        rows.append(acc / total)
    return torch.cat(rows, dim=-2)
