"""You run a complete softmax in every block and average the results. Each block then has the same say, whatever its scores are, while softmax compares all keys of a row. Carry the sums across blocks and divide once, at the end.

fails: test_values
"""

import torch


def flash_attention(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    T, D = q.shape[-2:]
    row = torch.arange(T, device=q.device)[:, None]
    acc = torch.zeros_like(q)
    blocks = torch.zeros_like(row, dtype=q.dtype)
    for start in range(0, T, block_size):
        k_block = k[..., start : start + block_size, :]
        v_block = v[..., start : start + block_size, :]
        scores = q @ k_block.transpose(-2, -1) / D**0.5
        visible = torch.ones_like(row)
        if causal:
            col = start + torch.arange(k_block.shape[-2], device=q.device)
            scores = scores.masked_fill(col > row, float("-inf"))
            visible = start <= row
        acc = acc + torch.softmax(scores, dim=-1).nan_to_num() @ v_block
        blocks = blocks + visible
    return acc / blocks
