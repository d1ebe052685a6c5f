"""Only the counted places are kept, as rows of a matrix; the rest is never computed."""

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Average over the rows (M, C) of the M counted places."""
    counted = targets != ignore_index
    rows = logits[counted]
    if rows.dtype.itemsize < 4:
        rows = rows.to(torch.float32)
    largest = rows.max(dim=1, keepdim=True).values
    log_sums = (rows - largest).exp().sum(dim=1).log() + largest[:, 0]
    picked = rows[torch.arange(len(rows), device=rows.device), targets[counted]]
    return ((log_sums - picked).sum() / max(len(rows), 1)).to(logits.dtype)
