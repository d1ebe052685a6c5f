"""Xavier and Kaiming initialisation: a variance that keeps signals at one size.

Shapes: weight (O, I) of a linear layer, or (O, I, *kernel) of a convolution. The limits: fan_out
of a grouped convolution counts the outputs of all groups, as in PyTorch.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out) of a weight's shape (O, I) or (O, I, *kernel).

    Raises:
        ValueError: there are fewer than two dimensions
    """
    if len(shape) < 2:
        raise ValueError(f"a weight of shape {tuple(shape)} has no fans")
    # An output sums over all inputs at each place of the kernel: all that follows the first size.
    # Backwards the outputs take the inputs' place.
    return math.prod(shape[1:]), shape[0] * math.prod(shape[2:])


def gain_for(nonlinearity: str, a: float = 0.0) -> float:
    """Return what makes up for the loss of size in a nonlinearity.

    Raises:
        ValueError: the nonlinearity is unknown
    """
    if nonlinearity == "leaky_relu":
        # Of a symmetric input, half passes, and the other half times a: (1 + a^2) / 2 is left.
        return math.sqrt(2 / (1 + a**2))
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}")
    return GAINS[nonlinearity]


def xavier_uniform(
    shape: Sequence[int], gain: float = 1.0, generator: torch.Generator | None = None
) -> Tensor:
    """Draw uniform values of Xavier's variance (Glorot and Bengio 2010).

    Returns:
        a float32 tensor of this shape
    """
    # 1 / fan_in keeps the forward pass at its size, 1 / fan_out the backward pass: in between.
    deviation = gain * math.sqrt(2 / sum(fans(shape)))

    # The variance of a uniform number on [-r, r] is r^2 / 3.
    r = math.sqrt(3) * deviation
    return torch.empty(shape).uniform_(-r, r, generator=generator)


def kaiming_normal(
    shape: Sequence[int],
    mode: str = "fan_in",
    nonlinearity: str = "relu",
    a: float = 0.0,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw normal values of Kaiming's variance (He et al. 2015).

    Returns:
        a float32 tensor of this shape

    Raises:
        ValueError: mode or nonlinearity is unknown
    """
    fan_in, fan_out = fans(shape)
    by_mode = {"fan_in": fan_in, "fan_out": fan_out}
    if mode not in by_mode:
        raise ValueError(f"mode is fan_in or fan_out, not {mode!r}")

    # A sum of `fan` independent terms has sqrt(fan) times the deviation of one.
    deviation = gain_for(nonlinearity, a) / math.sqrt(by_mode[mode])
    return torch.randn(shape, generator=generator) * deviation
