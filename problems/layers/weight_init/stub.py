from collections.abc import Sequence

import torch
from torch import Tensor


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out) of a weight's shape (out, in) or (out, in, *kernel)."""
    raise NotImplementedError


def gain_for(nonlinearity: str, a: float = 0.0) -> float:
    """Return the gain of linear, sigmoid, tanh, relu, or leaky_relu of slope a."""
    raise NotImplementedError


def xavier_uniform(
    shape: Sequence[int], gain: float = 1.0, generator: torch.Generator | None = None
) -> Tensor:
    """Draw uniform values of standard deviation gain * sqrt(2 / (fan_in + fan_out)).

    Returns:
        a float32 tensor of this shape
    """
    raise NotImplementedError


def kaiming_normal(
    shape: Sequence[int],
    mode: str = "fan_in",
    nonlinearity: str = "relu",
    a: float = 0.0,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw normal values of standard deviation gain / sqrt(fan).

    Returns:
        a float32 tensor of this shape
    """
    raise NotImplementedError
