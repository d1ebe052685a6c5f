"""Flash attention: exact attention in tiles, with a softmax that learns its row as it goes.

Shapes: q, k, v (..., T, D); a tile of queries (..., R, D) meets a tile of keys (..., S, D), and
their scores are (..., R, S); R and S are block_size, or what is left of it at the end.
The limits: forward only. Autograd differentiates through it and keeps every tile for that; the
paper's backward pass recomputes them.
"""

import torch
from torch import Tensor


def flash_attention(
    q: Tensor, k: Tensor, v: Tensor, block_size: int, causal: bool = False
) -> Tensor:
    """Attend block by block, without ever holding the T x T scores (Dao et al. 2022).

    Args:
        q: (..., T, D)
        k: (..., T, D)
        v: (..., T, D)
        block_size: the length of a block, need not divide T
        causal: hide later tokens

    Returns:
        (..., T, D), in the dtype of q

    Raises:
        ValueError: block_size is below 1.
    """
    if block_size < 1:
        raise ValueError(f"block_size must be 1 or more, got {block_size}")
    q = q * q.shape[-1] ** -0.5  # once here, in place of once a tile

    # Queries know nothing of each other: every tile of them is a problem of its own.
    keys, values = k.split(block_size, dim=-2), v.split(block_size, dim=-2)
    rows = []
    for index, queries in enumerate(q.split(block_size, dim=-2)):
        # Causal: tiles beyond the diagonal are hidden whole. Not visiting them saves half.
        seen = index + 1 if causal else len(keys)
        rows.append(_one_row_of_tiles(queries, keys[:seen], values[:seen], causal))
    return torch.cat(rows, dim=-2)


def _one_row_of_tiles(
    q: Tensor, keys: tuple[Tensor, ...], values: tuple[Tensor, ...], causal: bool
) -> Tensor:
    """Attend from one tile of scaled queries (..., R, D) to all the given tiles of keys."""
    # What is known of each row so far: its largest score; the sum of exp(score - largest); and
    # the values under the same weights. Nothing seen yet is a largest score of -inf.
    largest = torch.full_like(q[..., :1], float("-inf"))  # (..., R, 1)
    total = torch.zeros_like(largest)  # (..., R, 1)
    gathered = torch.zeros_like(q)  # (..., R, D)

    for index, (k, v) in enumerate(zip(keys, values, strict=True)):
        scores = q @ k.transpose(-2, -1)  # (..., R, S)

        # Only the last tile touches the diagonal. It starts at the same token as the queries, so
        # its own triangle is the right one; in every other tile a triangle would be wrong.
        if causal and index == len(keys) - 1:
            future = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(1)
            scores = scores.masked_fill(future, float("-inf"))

        # The largest score is subtracted for safety and cancels in the end: no gradient needed.
        known = torch.maximum(largest, scores.detach().amax(dim=-1, keepdim=True))
        weights = torch.exp(scores - known)

        # What was gathered so far was measured against the old largest score. One factor turns it
        # into what it would have been with the new one; the first time it is exp(-inf) = 0.
        shrink = torch.exp(largest - known)
        total = total * shrink + weights.sum(dim=-1, keepdim=True)
        gathered = gathered * shrink + weights @ v
        largest = known

    # One division, at the end: until then the sum was not known.
    return gathered / total
