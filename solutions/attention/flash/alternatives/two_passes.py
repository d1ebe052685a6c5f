"""Two passes over the keys: the first finds each row's logsumexp, the second adds up the values.

It pays the scores twice and needs no correction of what was gathered. A backward pass finds its
weights in the same way.
"""

import torch
from torch import Tensor


def flash_attention(
    q: Tensor, k: Tensor, v: Tensor, block_size: int, causal: bool = False
) -> Tensor:
    """Weigh each block by exp(scores - logsumexp); q, k, v (..., T, D)."""
    if block_size < 1:
        raise ValueError(f"block_size={block_size}")
    position = torch.arange(q.shape[-2], device=q.device)

    def scores(block: Tensor) -> Tensor:
        found = q @ k[..., block, :].transpose(-1, -2) / q.shape[-1] ** 0.5
        hidden = (block > position[:, None]) & causal
        return found.masked_fill(hidden, float("-inf"))

    blocks = position.split(block_size)
    lse = scores(blocks[0]).logsumexp(-1, keepdim=True)  # the first block hides no row whole
    for block in blocks[1:]:
        # Not torch.logsumexp again: a row hidden whole would have a gradient of NaN.
        both = torch.cat([lse, scores(block)], dim=-1)
        lse = both.logsumexp(-1, keepdim=True)
    out = torch.zeros_like(q)
    for block in blocks:
        out = out + torch.exp(scores(block) - lse) @ v[..., block, :]
    return out
