"""Every tile is finished attention of its own; two are merged by their shares of the logsumexp.

The result so far and its logsumexp are all that is carried: no sum is left to divide by at the end.
"""

import torch
from torch import Tensor


def flash_attention(
    q: Tensor, k: Tensor, v: Tensor, block_size: int, causal: bool = False
) -> Tensor:
    """Merge tiles pair by pair; q, k, v (..., T, D)."""
    if block_size < 1:
        raise ValueError(f"a block of {block_size} tokens")
    rows = []
    for first in range(0, q.shape[-2], block_size):
        queries = q[..., first : first + block_size, :]
        result, lse = _tile(queries, k[..., :block_size, :], v[..., :block_size, :], first, causal)
        end = first + 1 if causal else q.shape[-2]
        for start in range(block_size, end, block_size):
            near = slice(start, start + block_size)
            other, its_lse = _tile(queries, k[..., near, :], v[..., near, :], first - start, causal)
            share = torch.sigmoid(its_lse - lse)  # e^b / (e^a + e^b)
            result = torch.lerp(result, other, share)
            lse = torch.logaddexp(lse, its_lse)
        rows.append(result)
    return torch.cat(rows, dim=-2)


def _tile(q: Tensor, k: Tensor, v: Tensor, ahead: int, causal: bool) -> tuple[Tensor, Tensor]:
    """Return attention over one tile and its logsumexp (..., R, 1); q starts `ahead` of k."""
    scores = q @ k.mT * q.shape[-1] ** -0.5
    if causal:
        visible = torch.ones_like(scores, dtype=torch.bool).tril(ahead)
        scores = scores.masked_fill(~visible, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v, torch.logsumexp(scores, dim=-1, keepdim=True)
