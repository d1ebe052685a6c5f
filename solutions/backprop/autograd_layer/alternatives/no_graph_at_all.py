"""The backward pass by hand: nothing is recorded anywhere, and nothing has to be detached."""

from typing import Any

import torch
from torch import Tensor


class Layer:
    """Keeps x and the output between the passes."""

    def __init__(
        self, weight: Tensor, bias: Tensor, optimizer: Any = None, trainable: bool = True
    ) -> None:
        self.weight, self.bias = weight.detach().clone(), bias.detach().clone()
        self.optimizer, self.trainable = optimizer, trainable
        self.kept: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        """Compute with detached tensors."""
        given = x.detach()
        out = torch.tanh(torch.einsum("...i,oi->...o", given, self.weight) + self.bias)
        self.kept = [given, out]
        return out

    def backward(self, grad_out: Tensor) -> Tensor:
        """Go through tanh and product by hand."""
        if not self.kept:
            raise RuntimeError("nothing to go back through")
        x, out = self.kept
        self.kept = []
        dz = grad_out.detach() * (1 - out * out)
        dx = dz @ self.weight
        if self.trainable and self.optimizer is not None:
            rows = dz.reshape(-1, dz.shape[-1])
            dweight, dbias = rows.T @ x.reshape(-1, x.shape[-1]), rows.sum(0)
            self.weight = self.optimizer.update(self.weight, dweight)
            self.bias = self.optimizer.update(self.bias, dbias)
        return dx
