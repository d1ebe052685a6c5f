"""Normal numbers out of uniform ones, by Box and Muller; everything from one uniform draw."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Take one output, and one input, and count what belongs to it."""
    if len(shape) in {0, 1}:
        raise ValueError("a weight has two dimensions or more")
    weight = torch.empty(tuple(shape), device="meta")
    return weight[:1].numel(), weight[:, :1].numel()


def gain_for(nonlinearity: str, a: float = 0.0) -> float:
    """Return the root of what makes the second moment one again."""
    squares = {
        "linear": 1.0,
        "sigmoid": 1.0,
        "tanh": 25 / 9,
        "relu": 2.0,
        "leaky_relu": 2 / (1 + a**2),
    }
    try:
        return math.sqrt(squares[nonlinearity])
    except KeyError:
        raise ValueError(f"unknown: {nonlinearity}") from None


def _unit(shape: Sequence[int], generator: torch.Generator | None) -> Tensor:
    """Draw uniform numbers in [0, 1)."""
    return torch.rand(tuple(shape), generator=generator)


def xavier_uniform(
    shape: Sequence[int], gain: float = 1.0, generator: torch.Generator | None = None
) -> Tensor:
    """Shift and stretch."""
    fan_in, fan_out = fans(shape)
    width = 2 * gain * math.sqrt(6 / (fan_in + fan_out))
    return (_unit(shape, generator) - 0.5) * width


def kaiming_normal(
    shape: Sequence[int],
    mode: str = "fan_in",
    nonlinearity: str = "relu",
    a: float = 0.0,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Radius from one uniform number, angle from another."""
    fan_in, fan_out = fans(shape)
    if mode == "fan_in":
        fan = fan_in
    elif mode == "fan_out":
        fan = fan_out
    else:
        raise ValueError(f"mode={mode!r}")
    radius = (-2 * torch.log1p(-_unit(shape, generator))).sqrt()
    angle = _unit(shape, generator) * (2 * math.pi)
    return radius * angle.cos() * gain_for(nonlinearity, a) / math.sqrt(fan)
