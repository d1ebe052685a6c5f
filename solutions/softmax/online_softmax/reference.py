"""Online softmax: a running maximum and a running sum, rescaled when the maximum grows.

Shapes: a chunk (..., c), x and out (..., C), the state largest and total (...). The limits: two
passes over x where the probabilities themselves are wanted, one for the state alone.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


def _widen(x: Tensor) -> Tensor:
    """Return half precision as float32: sums in it overflow or lose digits."""
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def _shift(largest: Tensor) -> Tensor:
    """Return what to subtract: the maximum, or 0 where it is -inf, for -inf - (-inf) is NaN."""
    return largest.masked_fill(largest == -torch.inf, 0.0)


def online_stats(chunks: Iterable[Tensor]) -> tuple[Tensor, Tensor]:
    """Carry the largest score and the sum of exponentials along (Milakov and Gimelshein 2018).

    Args:
        chunks: tensors (..., c), gone through once

    Returns:
        largest: (...), -inf where a row is nothing but -inf
        total: (...), the sum of exp(score - largest); 0 there
    """
    # 1. Before the first chunk: the maximum and the sum of nothing. A scalar fits any row.
    largest, total = torch.tensor(-torch.inf), torch.tensor(0.0)

    for chunk in chunks:
        wide = _widen(chunk)
        # 2. The new maximum. It only grows, so what was summed is scaled DOWN to it.
        old, largest = largest.to(wide), torch.maximum(largest.to(wide), wide.amax(dim=-1))
        shift = _shift(largest)
        # 3. The old sum times exp(old - new), and the chunk's own terms.
        terms = (wide - shift.unsqueeze(-1)).exp_()
        total = total.to(wide) * (old - shift).exp() + terms.sum(dim=-1)
    return largest, total


def online_softmax(x: Tensor, chunk_size: int) -> Tensor:
    """Normalise x chunk by chunk, once the two numbers of each row are known.

    Args:
        x: (..., C)
        chunk_size: scores of a row that are read at a time

    Returns:
        (..., C), in the dtype of x; NaN where a row is nothing but -inf

    Raises:
        ValueError: chunk_size is below 1
    """
    if chunk_size < 1:
        raise ValueError(f"chunk_size must be at least 1, not {chunk_size}")
    largest, total = (t.unsqueeze(-1) for t in online_stats(x.split(chunk_size, dim=-1)))
    out = torch.empty_like(x)
    for read, written in zip(x.split(chunk_size, -1), out.split(chunk_size, -1), strict=True):
        written.copy_((_widen(read) - _shift(largest)).exp_().div_(total))
    return out
