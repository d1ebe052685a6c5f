"""Through logsumexp."""

import torch
from torch import Tensor


def row_softmax(x: Tensor, scale: float = 1.0) -> Tensor:
    """Return exp(y - logsumexp(y)) of y = scale * x; x (..., C)."""
    if scale < 0:
        raise ValueError("negative")
    return torch.exp(scale * x - torch.logsumexp(scale * x, -1, keepdim=True))
