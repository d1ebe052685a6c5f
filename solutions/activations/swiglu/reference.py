"""SwiGLU: one half of the features, through SiLU, gates the other; forward and backward.

Shapes: x (..., 2C); a, b, s, grad_out (..., C). The limits: no matrices, which belong to the
feed-forward layer around this, and nothing is kept from the forward pass but x.
"""

import torch
from torch import Tensor


def swiglu(x: Tensor) -> Tensor:
    """Return silu(a) * b for the halves a, b of the last dimension (Shazeer 2020).

    Args:
        x: (..., 2C)

    Returns:
        (..., C), in the dtype of x

    Raises:
        ValueError: the last dimension is odd.
    """
    a, b = _halves(x)
    # sigmoid is safe at both ends; exp(a) / (1 + exp(a)) would be inf / inf for large a.
    return (a * a.sigmoid() * b).to(x.dtype)


def swiglu_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """Return the gradient by x, that by a first.

    Args:
        grad_out: (..., C), the gradient by the output
        x: (..., 2C)

    Returns:
        (..., 2C), in the dtype of x

    Raises:
        ValueError: the last dimension of x is odd.
    """
    a, b = _halves(x)
    grad = grad_out.to(a.dtype)
    s = a.sigmoid()  # computed again: cheaper than having kept it

    # The output is a product, so each half is the other's factor.
    grad_b = grad * (a * s)

    # silu(a) = a * s is one too: its slope is 1 * s + a * s', with s' = s * (1 - s).
    grad_a = grad * b * (s + a * s * (1 - s))

    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)


def _halves(x: Tensor) -> tuple[Tensor, Tensor]:
    """Split x (..., 2C) into two of (..., C), half precision widened to float32."""
    if x.shape[-1] % 2:
        raise ValueError(f"{x.shape[-1]} features cannot be split into two equal halves")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    half = x.shape[-1] // 2
    return wide[..., :half], wide[..., half:]
