import torch
from torch import Tensor


def quantize(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Round a weight to int8, with one scale for each output channel.

    Args:
        weight: (O, I)

    Returns:
        q (O, I), int8 in -127 ... 127, and scale (O, 1), in the dtype of weight
    """
    raise NotImplementedError


def dequantize(q: Tensor, scale: Tensor) -> Tensor:
    """Return the weight that the integers stand for.

    Args:
        q: (O, I), int8
        scale: (O, 1)

    Returns:
        (O, I), in the dtype of scale
    """
    raise NotImplementedError


def quantized_linear(x: Tensor, q: Tensor, scale: Tensor, bias: Tensor | None = None) -> Tensor:
    """Apply a linear layer whose weight is quantized.

    Args:
        x: (..., I)
        q: (O, I), int8
        scale: (O, 1)
        bias: (O,), or None

    Returns:
        (..., O), in the dtype of x
    """
    raise NotImplementedError
