import torch
from torch import Tensor


def attention_backward(
    grad_out: Tensor, q: Tensor, k: Tensor, v: Tensor, causal: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the gradients of q, k and v, from that of the output.

    Args:
        grad_out: (..., T, E), the gradient that reached the output
        q: (..., T, D)
        k: (..., S, D)
        v: (..., S, E)
        causal: whether later keys were hidden; then S = T

    Returns:
        grad_q, grad_k and grad_v, in the shapes of q, k and v
    """
    raise NotImplementedError
