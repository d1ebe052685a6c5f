"""Weights as int8 with one scale for each output channel, and the linear layer on them.

Shapes: weight, q (O, I), scale (O, 1), x (..., I), bias (O,), result (..., O). The limits:
symmetric, weights only; the product itself runs in the dtype of x.
"""

import torch
from torch import Tensor


def quantize(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Round a weight to int8, with one scale for each output channel.

    Args:
        weight: (O, I)

    Returns:
        q (O, I), int8 in -127 ... 127, and scale (O, 1), in the dtype of weight
    """
    # By size, not by sign: the largest number of a row lands on 127 or -127, and nothing beyond.
    scale = weight.abs().amax(dim=1, keepdim=True) / 127

    # A row of zeros needs some scale to be divided by.
    scale = torch.where(scale == 0, 1.0, scale)

    # Round before the cast, which would cut the fraction off.
    return (weight / scale).round().to(torch.int8), scale


def dequantize(q: Tensor, scale: Tensor) -> Tensor:
    """Return the weight that the integers stand for: q (O, I) times scale (O, 1)."""
    return q * scale


def quantized_linear(x: Tensor, q: Tensor, scale: Tensor, bias: Tensor | None = None) -> Tensor:
    """Multiply by the integers first and scale the O results.

    Args:
        x: (..., I)
        q: (O, I), int8
        scale: (O, 1)
        bias: (O,), or None

    Returns:
        (..., O), in the dtype of x
    """
    # sum_i x_i * (q_oi * s_o) = s_o * sum_i x_i * q_oi: a row's scale is a common factor.
    out = x @ q.to(x.dtype).T * scale.squeeze(1)
    return out if bias is None else out + bias
