"""Only the counted places are computed, as rows of a matrix, and put back into zeros."""

import torch
from torch import Tensor


def cross_entropy_backward(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Work on the (M, C) rows of the M counted places."""
    counted = targets != ignore_index
    rows = logits[counted].double()
    rows = (rows - rows.logsumexp(1, keepdim=True)).exp()
    rows[torch.arange(len(rows), device=rows.device), targets[counted]] -= 1
    dlogits = torch.zeros_like(logits)
    dlogits[counted] = (rows / max(len(rows), 1)).to(logits.dtype)
    return dlogits
