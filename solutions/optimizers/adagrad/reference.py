"""Adagrad: divide each gradient by the root of the sum of all its squares so far.

Shapes: a parameter, its gradient and its sum of squares all have one shape, any shape. The limits:
no weight decay, no closure, dense real gradients.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class State:
    """What one parameter carries from step to step."""

    def __init__(self, p: Tensor, start: float) -> None:
        self.steps = 0  # that THIS parameter has taken
        self.s = torch.full_like(p, start)  # sum of the squared gradients


class Adagrad:
    """Optimize parameters as in Duchi, Hazan and Singer 2011, the diagonal form.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        lr_decay: how fast the step size falls with a parameter's steps
        initial_accumulator_value: what every sum of squares starts from
        eps: added to the root
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        self.params = list(params)  # a generator can be read only once
        self.states = [State(p, initial_accumulator_value) for p in self.params]
        self.lr = lr
        self.lr_decay = lr_decay
        self.eps = eps

    @torch.no_grad()  # a leaf may not change in place while autograd records
    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        for p, state in zip(self.params, self.states, strict=True):
            if p.grad is not None:  # without one, the sum and the count rest too
                self._update(p, p.grad, state)

    def _update(self, p: Tensor, g: Tensor, state: State) -> None:
        # Counted before it goes up: the first step is taken at the full rate.
        rate = self.lr / (1 + state.steps * self.lr_decay)
        state.steps += 1

        # The sum first, then the division, so that no step divides by a sum that lacks its own g.
        state.s.addcmul_(g, g)

        # The root makes a new tensor, and the state stays whole. eps joins outside: 0 / eps is 0.
        p.addcdiv_(g, state.s.sqrt().add_(self.eps), value=-rate)

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None, so that the next step skips it."""
        for p in self.params:
            p.grad = None
