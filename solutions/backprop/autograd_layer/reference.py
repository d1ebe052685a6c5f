"""A tanh layer that asks autograd for its gradients and updates itself.

Shapes: x, dx (..., I); out, grad_out (..., O); weight (O, I); bias (O,). The limits: one forward
pass at a time, first derivatives only.
"""

from typing import Protocol

import torch
from torch import Tensor


class Optimizer(Protocol):
    """What a layer needs of an optimizer."""

    def update(self, parameter: Tensor, gradient: Tensor) -> Tensor:
        """Return the new value of the parameter."""


class Layer:
    """tanh(x @ weight^T + bias), with a graph that lives from forward to backward.

    Args:
        weight: (O, I), where training starts
        bias: (O,)
        optimizer: makes a new parameter from a parameter and its gradient; None never trains
        trainable: False keeps the parameters as they are
    """

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor,
        optimizer: Optimizer | None = None,
        trainable: bool = True,
    ) -> None:
        # Copies: training must not reach the caller's tensors. Leaves: autograd is to find them.
        self.weight = weight.detach().clone().requires_grad_()
        self.bias = bias.detach().clone().requires_grad_()
        self.optimizer = optimizer
        self.trainable = trainable
        self._graph: tuple[Tensor, Tensor] | None = None

    @torch.enable_grad()  # the graph is the layer's own business, whatever the caller records
    def forward(self, x: Tensor) -> Tensor:
        """Return tanh(x @ weight^T + bias) for x (..., I), and keep the two ends of the graph."""
        # A root of our own: gradients end here, and the caller's x never learns of it.
        root = x.detach().requires_grad_()
        out = torch.tanh(root @ self.weight.T + self.bias)
        self._graph = root, out
        return out.detach()

    def backward(self, grad_out: Tensor) -> Tensor:
        """Return dx (..., I) for grad_out (..., O), and update the parameters where training.

        Raises:
            RuntimeError: no forward pass is waiting for its backward pass
        """
        if self._graph is None:
            raise RuntimeError("backward needs a forward pass before it")
        (root, out), self._graph = self._graph, None  # with the last name gone, the graph goes

        # All gradients in one call, before anything is updated; only those that are wanted.
        optimizer = self.optimizer if self.trainable else None
        wanted = [root, self.weight, self.bias] if optimizer else [root]
        dx, *gradients = torch.autograd.grad(out, wanted, grad_out)

        if optimizer:
            self._update(optimizer, gradients)
        return dx

    @torch.no_grad()  # a step is no part of the function, and a leaf may be written to only here
    def _update(self, optimizer: Optimizer, gradients: list[Tensor]) -> None:
        for p, gradient in zip((self.weight, self.bias), gradients, strict=True):
            p.copy_(optimizer.update(p, gradient))
