"""All multi-indices, a fresh clone for every call, the values above first and then those below."""

import itertools
from collections.abc import Callable

import torch
from torch import Tensor

Index = tuple[int, ...]


def _at(f: Callable[[Tensor], Tensor], x: Tensor, index: Index, step: float) -> float:
    moved = x.clone()
    moved[index] += step
    return f(moved).item()


def numerical_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-5) -> Tensor:
    """Two sweeps over the elements."""
    start = x.detach().clone().to(torch.float64)
    places = list(itertools.product(*(range(size) for size in x.shape)))
    above = [_at(f, start, place, eps) for place in places]
    below = [_at(f, start, place, -eps) for place in places]
    slopes = [(a - b) / eps / 2 for a, b in zip(above, below, strict=True)]
    return torch.tensor(slopes, dtype=torch.float64, device=x.device).reshape(x.shape)


def gradient_check(
    f: Callable[[Tensor], Tensor], x: Tensor, gradient: Tensor, eps: float = 1e-5
) -> float:
    """Square roots of sums of squares."""
    if gradient.size() != x.size():
        raise ValueError("shapes differ")
    numerical, claimed = numerical_gradient(f, x, eps), gradient.detach().to(torch.float64)
    apart = (numerical - claimed).square().sum().sqrt()
    largest = torch.maximum(numerical.square().sum(), claimed.square().sum()).sqrt()
    return (apart / largest.clamp(min=1e-300)).item()
