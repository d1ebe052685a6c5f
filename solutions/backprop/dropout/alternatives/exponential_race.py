"""Waiting times: an exponential time with rate 1 is over after t with probability exp(-t).

So an element is kept when its time exceeds -log(1 - p), which is infinite at p = 1.
"""

import math

import torch
from torch import Tensor


def dropout_forward(
    x: Tensor, p: float, training: bool, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Keep what waits longer than the threshold."""
    odds = _keep(p)
    if not training:
        return x, torch.ones(x.shape, dtype=torch.bool, device=x.device)
    threshold = -math.log(odds) if odds else math.inf
    waits = torch.empty(x.shape, device=x.device).exponential_(generator=generator)
    mask = waits > threshold if p else torch.ones_like(waits, dtype=torch.bool)
    return x * (mask.to(x.dtype) / (odds or 1)), mask


def dropout_backward(grad_out: Tensor, mask: Tensor, p: float) -> Tensor:
    """Multiply by the factor that each element was multiplied with."""
    return grad_out * (mask.to(grad_out.dtype) / (_keep(p) or 1))


def _keep(p: float) -> float:
    if 0 <= p <= 1:
        return 1 - p
    raise ValueError("p must lie in [0, 1]")
