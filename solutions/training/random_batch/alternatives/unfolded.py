"""All windows as one overlapping view, of which rows are selected."""

import torch
from torch import Tensor


def get_random_batch(
    data: Tensor, block_size: int, batch_size: int, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Select rows of the view (N - T, T + 1); unfold copies nothing."""
    if data.shape[0] <= block_size:
        raise ValueError(f"no window of {block_size}")
    windows = data.unfold(0, block_size + 1, 1)
    choice = torch.randint(0, len(windows), (batch_size,), generator=generator)
    chosen = windows.index_select(0, choice.to(data.device)).long()
    return chosen[:, :-1].clone(), chosen[:, 1:].clone()
