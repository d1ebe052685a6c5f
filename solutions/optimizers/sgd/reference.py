"""SGD: step against the gradient, or along the velocity that past gradients have built up.

Shapes: a parameter, its gradient and its velocity all have one shape, any shape. The limits: dense
real gradients, no closure, one setting for all parameters.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    """Descend with momentum, in the form of `torch.optim.SGD` (Sutskever et al. 2013).

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        momentum: how much of the velocity a step keeps
        dampening: how much of a new gradient the velocity leaves out
        weight_decay: L2 decay, added to the gradient
        nesterov: look ahead

    Raises:
        ValueError: nesterov without a momentum, or with dampening.
    """

    def __init__(  # noqa: PLR0917
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        if nesterov and (momentum == 0 or dampening != 0):
            raise ValueError("nesterov needs a momentum and no dampening")
        self.params = list(params)  # a generator can be read only once
        self.velocities: list[Tensor | None] = [None] * len(self.params)
        self.lr = lr
        self.momentum = momentum
        self.dampening = dampening
        self.weight_decay = weight_decay
        self.nesterov = nesterov

    @torch.no_grad()  # a leaf may not change in place while autograd records
    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        for i, p in enumerate(self.params):
            if p.grad is not None:  # without one, velocity and decay rest too
                # L2 decay is part of the gradient, so the velocity takes it in as well.
                g = p.grad.add(p, alpha=self.weight_decay)
                if self.momentum:
                    g = self._push(i, g)
                p.sub_(g, alpha=self.lr)

    def _push(self, i: int, g: Tensor) -> Tensor:
        """Take g into the velocity of parameter i; return the direction to step in."""
        v = self.velocities[i]
        if v is None:
            # The first gradient counts whole. A copy, for g goes on to be changed below.
            v = self.velocities[i] = g.clone()
        else:
            v.mul_(self.momentum).add_(g, alpha=1 - self.dampening)

        # Nesterov: where would momentum carry us next? The newest gradient counts once more.
        return g.add_(v, alpha=self.momentum) if self.nesterov else v

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None, so that the next step skips it."""
        for p in self.params:
            p.grad = None
