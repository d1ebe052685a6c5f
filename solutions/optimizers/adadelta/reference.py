"""Adadelta: step by the gradient times a ratio of two running root mean squares.

Shapes: a parameter, its gradient and its running means all have one shape, any shape. The limits:
no weight decay, no closure, dense real gradients.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class State:
    """What one parameter carries from step to step."""

    def __init__(self, p: Tensor) -> None:
        self.v = torch.zeros_like(p)  # mean of the squared gradient
        self.u = torch.zeros_like(p)  # mean of the squared step


class Adadelta:
    """Optimize parameters as in Zeiler 2012.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: what every step is multiplied by
        rho: how much of the running means a step keeps
        eps: added under both roots
    """

    def __init__(
        self, params: Iterable[Tensor], lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
    ) -> None:
        self.params = list(params)  # a generator can be read only once
        self.states = [State(p) for p in self.params]
        self.lr = lr
        self.rho = rho
        self.eps = eps

    @torch.no_grad()  # a leaf may not change in place while autograd records
    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        for p, state in zip(self.params, self.states, strict=True):
            if p.grad is not None:  # without one, the means rest too
                p.sub_(self._delta(p.grad, state), alpha=self.lr)

    def _delta(self, g: Tensor, state: State) -> Tensor:
        """Return the step before it is scaled by lr, and take g and it into the running means."""
        # v first: the gradient divides by a mean that already knows it.
        state.v.mul_(self.rho).addcmul_(g, g, value=1 - self.rho)

        # u as it is: how long a step is, is decided by the steps before it. At first u is zero,
        # and eps inside the root is all that sets the parameter moving.
        ratio = (state.u + self.eps).div_(state.v + self.eps)
        delta = ratio.sqrt_().mul_(g)

        # Without lr: u is to settle by itself, whatever the caller scales the step by.
        state.u.mul_(self.rho).addcmul_(delta, delta, value=1 - self.rho)
        return delta

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None, so that the next step skips it."""
        for p in self.params:
            p.grad = None
