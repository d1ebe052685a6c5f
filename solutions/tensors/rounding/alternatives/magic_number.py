"""Let the hardware round: adding 1.5 * 2^52 leaves no room for a fraction, and rounds to even."""

import torch
from torch import Tensor


def round_to(x: Tensor, decimals: int = 0) -> Tensor:
    """Add and subtract a large number; any shape."""
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    bits = 23 if x.dtype == torch.float32 else 52
    magic = 1.5 * 2.0**bits
    rounded = (scaled.detach() + magic) - magic
    # above 2^(bits - 1) the trick breaks down, but fractions there are halves at most
    small = scaled.detach().abs() < 2.0 ** (bits - 2)
    whole = torch.where(small, rounded, _beside_trunc(scaled.detach()))
    # the zero ties the result to the graph, with a gradient of 0; where x is not finite it is 0 too
    whole = whole + torch.where(scaled.isfinite(), scaled * 0, torch.zeros_like(scaled))
    return whole * scale if decimals < 0 else whole / scale


def _beside_trunc(x: Tensor) -> Tensor:
    """Choose between trunc and its neighbour away from zero."""
    whole = x.trunc()
    rest = (x - whole).abs()
    away = (rest > 0.5) | ((rest == 0.5) & (whole.fmod(2) != 0))
    return torch.where(away, whole + x.sign(), whole)
