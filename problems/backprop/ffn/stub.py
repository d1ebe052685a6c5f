from typing import Any

import torch
from torch import Tensor


def ffn_forward(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> tuple[Tensor, Any]:
    """Run a linear layer, a ReLU and a second linear layer.

    Args:
        x: (..., I)
        w1: (H, I)
        b1: (H,)
        w2: (O, H)
        b2: (O,)

    Returns:
        out (..., O), and whatever the backward pass needs
    """
    raise NotImplementedError


def ffn_backward(grad_out: Tensor, cache: Any) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return the gradients of all five arguments.

    Args:
        grad_out: (..., O), the gradient of out
        cache: what the forward pass returned

    Returns:
        dx (..., I), dw1 (H, I), db1 (H,), dw2 (O, H), db2 (O,)
    """
    raise NotImplementedError
