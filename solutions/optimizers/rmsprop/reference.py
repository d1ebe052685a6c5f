"""RMSProp: divide each gradient by a running root mean square of its own past.

Shapes: a parameter, its gradient and its running means all have one shape, any shape. The limits:
no momentum, no weight decay, no closure, dense real gradients.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class State:
    """What one parameter carries from step to step."""

    def __init__(self, p: Tensor) -> None:
        self.v = torch.zeros_like(p)  # mean of the squared gradient
        self.m = torch.zeros_like(p)  # mean of the gradient; the centered form alone moves it


class RMSprop:
    """Optimize parameters as in Hinton's lecture 6e, or centered as in Graves 2013.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        alpha: how much of the running means a step keeps
        eps: added to the root
        centered: divide by the root of the gradient's variance instead
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        centered: bool = False,
    ) -> None:
        self.params = list(params)  # a generator can be read only once
        self.states = [State(p) for p in self.params]
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.centered = centered

    @torch.no_grad()  # a leaf may not change in place while autograd records
    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        for p, state in zip(self.params, self.states, strict=True):
            if p.grad is not None:  # without one, the means rest too
                p.addcdiv_(p.grad, self._scale(p.grad, state), value=-self.lr)

    def _scale(self, g: Tensor, state: State) -> Tensor:
        """Take g into the running means and return what to divide it by."""
        # First the mean, then the division: v already knows the gradient that it scales.
        state.v.mul_(self.alpha).addcmul_(g, g, value=1 - self.alpha)
        square = state.v
        if self.centered:
            # Mean of the square minus square of the mean: the variance of the gradient. For a
            # steady gradient the two are equal but for rounding, which may leave less than zero.
            state.m.lerp_(g, 1 - self.alpha)
            square = state.v.addcmul(state.m, state.m, value=-1).clamp_min_(0)

        # The root makes a new tensor, so the state stays whole. eps joins outside.
        return square.sqrt().add_(self.eps)

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None, so that the next step skips it."""
        for p in self.params:
            p.grad = None
