from typing import Any

import torch
from torch import Tensor


class Layer:
    """A tanh layer that runs its own backward pass, and its own optimizer.

    Args:
        weight: (O, I), where training starts
        bias: (O,)
        optimizer: has update(parameter, gradient), which returns the new parameter; or None
        trainable: False keeps the parameters as they are

    Attributes:
        weight, bias: the parameters as they are now
        trainable: may be changed at any time
    """

    weight: Tensor
    bias: Tensor
    trainable: bool

    def __init__(
        self, weight: Tensor, bias: Tensor, optimizer: Any = None, trainable: bool = True
    ) -> None:
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return tanh(x @ weight^T + bias), and keep what the backward pass needs.

        Args:
            x: (..., I)

        Returns:
            (..., O)
        """
        raise NotImplementedError

    def backward(self, grad_out: Tensor) -> Tensor:
        """Return the gradient of the input, and update the parameters.

        Args:
            grad_out: (..., O), the gradient of what forward returned last

        Returns:
            (..., I)
        """
        raise NotImplementedError
