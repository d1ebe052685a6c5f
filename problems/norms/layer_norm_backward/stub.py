import torch
from torch import Tensor


def layer_norm_backward(
    grad_out: Tensor, x: Tensor, weight: Tensor, eps: float = 1e-5
) -> tuple[Tensor, Tensor, Tensor]:
    """Compute LayerNorm's gradients by its input, gain and bias.

    Args:
        grad_out: (..., C), the gradient by the output
        x: (..., C), the input of the forward pass
        weight: (C,), the gain
        eps: added to the variance, inside the root

    Returns:
        grad_x (..., C), grad_weight (C,) and grad_bias (C,)
    """
    raise NotImplementedError
