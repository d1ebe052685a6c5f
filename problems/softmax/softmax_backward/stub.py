import torch
from torch import Tensor


def softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Return the gradient of the scores, from that of the probabilities.

    Args:
        grad_out: (..., C, ...), the gradient that reached out
        out: (..., C, ...), the probabilities that softmax gave
        dim: where C stands, the dimension along which out sums to one

    Returns:
        (..., C, ...), in the dtype of grad_out
    """
    raise NotImplementedError
