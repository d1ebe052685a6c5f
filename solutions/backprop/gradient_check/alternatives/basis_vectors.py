"""A new tensor for every call: x plus and minus a multiple of a unit vector."""

import math
from collections.abc import Callable

import torch
from torch import Tensor


def numerical_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-5) -> Tensor:
    """Go along each row of an identity matrix."""
    start = x.detach().double()
    count = start.numel()
    with torch.no_grad():
        steps = eps * torch.eye(count, dtype=torch.float64, device=x.device)
        slopes = [
            (f(start + step.reshape(x.shape)) - f(start - step.reshape(x.shape))) / (2 * eps)
            for step in steps
        ]
        if not slopes:
            return torch.zeros_like(start)
        return torch.stack(slopes).reshape(x.shape)


def gradient_check(
    f: Callable[[Tensor], Tensor], x: Tensor, gradient: Tensor, eps: float = 1e-5
) -> float:
    """Norms in plain Python."""
    if list(gradient.shape) != list(x.shape):
        raise ValueError("one slope an element, please")
    numbers = numerical_gradient(f, x, eps).flatten().tolist()
    claims = gradient.detach().double().flatten().tolist()
    apart = math.dist(numbers, claims)
    return apart / max(math.hypot(*numbers), math.hypot(*claims)) if apart else 0.0
