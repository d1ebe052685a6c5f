"""The Euclidean norm over sqrt(C) is the root mean square; eps joins under one root."""

import torch
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, eps: float = 1e-6) -> Tensor:
    """Normalise x (..., C) through `torch.linalg.vector_norm`; weight (C,)."""
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    length = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
    mean_square = length * length / x.shape[-1]
    return torch.einsum(
        "...c,c->...c", wide / (mean_square + eps) ** 0.5, weight.to(wide.dtype)
    ).to(x.dtype)
