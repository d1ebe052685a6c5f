"""The slices as rows of one matrix, and each row's sum as a product with a vector of ones."""

import torch
from torch import Tensor


def stable_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Move `dim` to the end, work on (N, C), and move it back; x (..., C, ...)."""
    wide = x.to(torch.promote_types(x.dtype, torch.float32)).movedim(dim, -1)
    rows = wide.reshape(-1, wide.shape[-1]) if wide.numel() else wide.flatten(0, -2)
    exps = torch.exp(rows - rows.topk(1, dim=-1).values)
    totals = torch.einsum("nc,c->n", exps, exps.new_ones(exps.shape[-1]))
    return (exps / totals[:, None]).reshape(wide.shape).movedim(-1, dim).to(x.dtype)
