"""A Bernoulli draw of the keep probability, and `where` in place of products."""

import torch
from torch import Tensor


def dropout_forward(
    x: Tensor, p: float, training: bool, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Draw the mask from `torch.bernoulli`, over float32 probabilities."""
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return x.clone(), torch.full(x.shape, True, device=x.device)
    mask = torch.bernoulli(
        torch.full(x.shape, 1.0 - p, device=x.device), generator=generator
    ).bool()
    return dropout_backward(x, mask, p), mask


def dropout_backward(grad_out: Tensor, mask: Tensor, p: float) -> Tensor:
    """Choose between the scaled gradient and zero."""
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    nothing = torch.zeros_like(grad_out)
    if p == 1:
        return nothing
    return torch.where(mask, grad_out / (1 - p), nothing)
