"""Rounding to decimals, halves to the even neighbour.

Shapes: any. The limits: halves are those of the scaled float, not of the decimal number that was
meant; 2.675 is stored as a little less.
"""

from torch import Tensor


def round_to(x: Tensor, decimals: int = 0) -> Tensor:
    """Round to a number of decimals, halves to the even neighbour (torch.round).

    Args:
        x: any shape
        decimals: digits behind the point; negative ones count in front of it

    Returns:
        the shape and dtype of x; infinities and NaN as they are
    """
    # A power of ten is exact and its inverse is not: multiply or divide, as the sign asks.
    scale = 10.0 ** abs(decimals)
    if decimals < 0:
        return _to_even(x / scale) * scale
    return _to_even(x * scale) / scale


def _to_even(x: Tensor) -> Tensor:
    """Round to whole numbers."""
    # 1. The whole number below, and how far above it x lies. The floor has the gradient 0, and is
    #    all that the result is made of.
    below = x.floor()
    fraction = x.detach() - below.detach()

    # 2. Above one half up; at exactly one half up from an odd number only. The remainder of a
    #    division by 2 is 1 for odd numbers of both signs. inf - inf is NaN and goes nowhere.
    odd = below.detach() % 2 == 1
    up = (fraction > 0.5) | ((fraction == 0.5) & odd)
    return below + up.to(x.dtype)
