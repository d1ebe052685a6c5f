"""AdamW: Adam, with the weight decay beside the gradient instead of inside it.

Shapes: a parameter, its gradient and its two moments all have one shape, any shape. The limits: one
setting for all parameters, no AMSGrad, no closure, dense real gradients.
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


class AdamW:
    """Optimize parameters as in Loshchilov and Hutter 2017, Algorithm 2, with lr for its schedule.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        betas: how much of the first and of the second moment a step keeps
        eps: added to the root of the corrected second moment
        weight_decay: lr times this is the share that a step takes from every weight
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        self.params = list(params)  # a generator can be read only once
        self.states = [State(p) for p in self.params]
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay

    @torch.no_grad()  # a leaf may not change in place while autograd records
    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        for p, state in zip(self.params, self.states, strict=True):
            if p.grad is not None:  # without one, nothing decays either
                self._update(p, p.grad, state)

    def _update(self, p: Tensor, g: Tensor, state: State) -> None:
        # The W: every weight loses the same share, whatever its gradients are like. g stays clean.
        p.mul_(1 - self.lr * self.weight_decay)

        # From here on it is Adam. Count first: 1 - beta**t is zero at t = 0.
        state.t += 1

        # lerp is m + (1 - beta1) * (g - m), in one pass over memory.
        state.m.lerp_(g, 1 - self.beta1)
        state.v.mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)

        # Both started at zero, and after t steps hold only this share of what they stand for.
        m_share = 1 - self.beta1**state.t
        v_share = 1 - self.beta2**state.t

        # eps joins outside the root; the correction of m is one number and rides on the step size.
        root = (state.v / v_share).sqrt_().add_(self.eps)
        p.addcdiv_(state.m, root, value=-self.lr / m_share)

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None, so that the next step skips it."""
        for p in self.params:
            p.grad = None
