"""Softmax backward: the gradient of the scores, from the probabilities alone.

Shapes: grad_out, out and grad_in (..., C, ...), with C along `dim`; what is reduced is
(..., 1, ...). The limits: `out` must be what softmax gave along `dim`; that is not checked.
"""

import torch
from torch import Tensor


def softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Multiply grad_out by the Jacobian of softmax without building it.

    Args:
        grad_out: (..., C, ...), the gradient that reached out
        out: (..., C, ...), the probabilities
        dim: where C stands, the dimension along which out sums to one

    Returns:
        (..., C, ...), in the dtype of grad_out
    """
    # A half-precision sum of products loses digits: work wider.
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)

    # 1. The Jacobian is d p_i / d x_j = p_i * ((i == j) - p_j): a diagonal less an outer product.
    #    Its product with g needs, of the outer part, one number a slice: the mean of g under p.
    mean = (g * p).sum(dim=dim, keepdim=True)

    # 2. What is better than the mean goes up, in proportion to its probability.
    return (p * (g - mean)).to(grad_out.dtype)
