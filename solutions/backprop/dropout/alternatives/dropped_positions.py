"""Think of what is dropped: float64 draws in flat order from the end, then fill with zeros."""

import torch
from torch import Tensor


def _check(p: float) -> None:
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability {p} is not between 0 and 1")


def dropout_forward(
    x: Tensor, p: float, training: bool, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Fill the dropped elements with zeros, then divide what is left."""
    _check(p)
    dropped = torch.zeros(x.shape, dtype=torch.bool, device=x.device)
    if training:
        uniform = torch.rand(x.numel(), dtype=torch.float64, device=x.device, generator=generator)
        dropped = (uniform.flip(0) < p).view(x.shape)
        x = x.masked_fill(dropped, 0.0) / (1 - p if p < 1 else 1)
    return x, ~dropped


def dropout_backward(grad_out: Tensor, mask: Tensor, p: float) -> Tensor:
    """Fill the dropped places of the gradient with zeros, then divide what is left."""
    _check(p)
    return grad_out.masked_fill(~mask, 0.0) / (1 - p if p < 1 else 1)
