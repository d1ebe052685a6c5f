"""The backward pass of LayerNorm in closed form.

Shapes: grad_out, x, x_hat, g (..., C); weight (C,); one mean and one variance a row, (..., 1).
The limits: rows of one dimension, and no second derivatives in view.
"""

import torch
from torch import Tensor


def layer_norm_backward(
    grad_out: Tensor, x: Tensor, weight: Tensor, eps: float = 1e-5
) -> tuple[Tensor, Tensor, Tensor]:
    """Compute the gradients of out = x_hat * weight + bias, x_hat = (x - mean) / root.

    Args:
        grad_out: (..., C), the gradient by the output
        x: (..., C), the input of the forward pass
        weight: (C,), the gain
        eps: added to the variance, inside the root

    Returns:
        grad_x (..., C), grad_weight (C,) and grad_bias (C,)
    """
    # What the forward pass had: the normalised rows, and one over the root.
    centred = x - x.mean(-1, keepdim=True)
    inverse_root = torch.rsqrt(centred.square().mean(-1, keepdim=True) + eps)
    x_hat = centred * inverse_root

    # Gain and bias serve every row, so what reaches them from all rows adds up.
    rows = tuple(range(x.ndim - 1))
    scaled = grad_out * x_hat
    grad_weight = scaled.sum(rows) if rows else scaled
    grad_bias = grad_out.sum(rows) if rows else grad_out.clone()

    # What reaches x_hat. By the chain rule through root and mean,
    #   grad_x_i = (g_i - sum_j g_j / C - x_hat_i * sum_j g_j x_hat_j / C) / root:
    # the first average is the way through the mean, the second that through the variance. The
    # mean's effect on the variance is zero, because the deviations of a row add up to zero.
    g = grad_out * weight
    through_mean = g.mean(-1, keepdim=True)
    through_var = (scaled * weight).mean(-1, keepdim=True)
    grad_x = (g - through_mean - x_hat * through_var) * inverse_root
    return grad_x, grad_weight, grad_bias
