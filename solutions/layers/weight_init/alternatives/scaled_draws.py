"""Fans by counting elements; a standard draw that is scaled, and one that needs no scale."""

from collections.abc import Sequence

import torch
from torch import Tensor


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Divide the number of all elements by that of outputs, and of inputs."""
    if len(shape) <= 1:
        raise ValueError("two dimensions or more")
    size = torch.Size(shape).numel()
    return size // shape[0], size // shape[1]


def gain_for(nonlinearity: str, a: float = 0.0) -> float:
    """Match the name."""
    match nonlinearity:
        case "linear" | "sigmoid":
            return 1.0
        case "tanh":
            return 1 / 0.6
        case "relu":
            return 2**0.5
        case "leaky_relu":
            return 2**0.5 * (1 + a * a) ** -0.5
    raise ValueError(nonlinearity)


def xavier_uniform(
    shape: Sequence[int], gain: float = 1.0, generator: torch.Generator | None = None
) -> Tensor:
    """Scale numbers of [0, 1) to [-r, r)."""
    fan_in, fan_out = fans(shape)
    r = gain * (6 / (fan_in + fan_out)) ** 0.5
    return (2 * torch.rand(shape, generator=generator) - 1) * r


def kaiming_normal(
    shape: Sequence[int],
    mode: str = "fan_in",
    nonlinearity: str = "relu",
    a: float = 0.0,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw with the deviation right away."""
    if mode not in {"fan_in", "fan_out"}:
        raise ValueError(mode)
    fan = fans(shape)[mode == "fan_out"]
    weight = torch.empty(shape)
    return weight.normal_(0, gain_for(nonlinearity, a) / fan**0.5, generator=generator)
