"""A slice for each window, stacked: the form of nanoGPT."""

import torch
from torch import Tensor


def get_random_batch(
    data: Tensor, block_size: int, batch_size: int, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Draw starts as floats and cut slices of T + 1 tokens out of data (N,)."""
    last = data.numel() - block_size - 1
    if last < 0:
        raise ValueError("the text is too short")
    draws = torch.rand(batch_size, generator=generator, dtype=torch.float64)
    starts = (draws * (last + 1)).long().tolist()
    windows = [data[start : start + block_size + 1] for start in starts]
    x = torch.stack([window[:-1] for window in windows])
    y = torch.stack([window[1:] for window in windows])
    return x.to(torch.int64), y.to(torch.int64)
