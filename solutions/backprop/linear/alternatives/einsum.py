"""All three products by name of their indices."""

import torch
from torch import Tensor


def linear_forward(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Sum over i; add the bias where there is one."""
    out = torch.einsum("...i,oi->...o", x, weight)
    if bias is not None:
        out = torch.add(out, bias)
    return out


def linear_backward(grad_out: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Sum each gradient over the index that it lacks."""
    rows = tuple(range(grad_out.ndim - 1))
    dx = torch.einsum("...o,oi->...i", grad_out, weight)
    dweight = torch.einsum("...o,...i->oi", grad_out, x)
    return dx, dweight, grad_out.sum(rows) if rows else grad_out.clone()
