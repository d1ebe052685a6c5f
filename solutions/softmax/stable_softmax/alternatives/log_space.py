"""The exponential of the log-probabilities: the sum becomes one more thing to subtract."""

import torch
from torch import Tensor


def stable_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Return exp(x - max - log(sum(exp(x - max)))); x (..., C, ...), with C along `dim`."""
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    shifted = wide - wide.max(dim, keepdim=True).values
    return (shifted - shifted.exp().sum(dim, keepdim=True).log()).exp().to(x.dtype)
