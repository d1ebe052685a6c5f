"""Adam: step by the mean gradient over the root of the mean squared gradient.

Shapes: a parameter, its gradient and its two moments all have one shape, any shape. The limits:
no weight decay, no AMSGrad, no closure, dense real gradients.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class State:
    """What one parameter carries from step to step."""

    def __init__(self, p: Tensor) -> None:
        self.t = 0  # steps that THIS parameter has taken
        self.m = torch.zeros_like(p)  # mean of the gradient
        self.v = torch.zeros_like(p)  # mean of its square


class Adam:
    """Optimize parameters as in Kingma and Ba 2014, Algorithm 1.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        betas: how much of the first and of the second moment a step keeps
        eps: added to the root of the corrected second moment
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.params = list(params)  # a generator can be read only once
        self.states = [State(p) for p in self.params]
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps

    @torch.no_grad()  # a leaf may not change in place while autograd records
    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        for p, state in zip(self.params, self.states, strict=True):
            if p.grad is not None:  # without one, the state rests too
                self._update(p, p.grad, state)

    def _update(self, p: Tensor, g: Tensor, state: State) -> None:
        # Count first: the corrections below divide by 1 - beta**t, which is zero at t = 0.
        state.t += 1

        # Two running means. lerp is m + (1 - beta1) * (g - m), in one pass over memory.
        state.m.lerp_(g, 1 - self.beta1)
        state.v.mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)

        # Both started at zero, and after t steps hold only this share of what they stand for.
        m_share = 1 - self.beta1**state.t
        v_share = 1 - self.beta2**state.t

        # The state keeps the raw means; eps joins outside the root of the corrected one.
        root = (state.v / v_share).sqrt_().add_(self.eps)

        # The correction of m is one number: it rides on the step size and costs no pass.
        p.addcdiv_(state.m, root, value=-self.lr / m_share)

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None, so that the next step skips it."""
        for p in self.params:
            p.grad = None
