"""One operator call for all parameters at once, with velocities that start from zeros.

A velocity of zeros that takes its first gradient with weight one is the gradient itself.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    """Keep flat lists of state and hand whole lists to the foreach operators."""

    def __init__(  # noqa: PLR0917
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        if nesterov and not (momentum > 0 and dampening == 0):
            raise ValueError("nesterov wants momentum > 0 and dampening = 0")
        self.params = [*params]
        self.velocities = [torch.zeros_like(p.data) for p in self.params]
        self.moved = [False] * len(self.params)
        self.lr, self.momentum, self.dampening = lr, momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov

    def step(self) -> None:
        """Pick what has a gradient, then update it list by list."""
        here = [i for i, p in enumerate(self.params) if p.grad is not None]
        if here:
            with torch.no_grad():
                self._update(here)

    def _update(self, here: list[int]) -> None:
        params = [self.params[i] for i in here]
        grads = torch._foreach_add([p.grad for p in params], params, alpha=self.weight_decay)
        if self.momentum:
            v = [self.velocities[i] for i in here]
            weights = [1 - self.dampening if self.moved[i] else 1.0 for i in here]
            torch._foreach_mul_(v, self.momentum)
            torch._foreach_add_(v, torch._foreach_mul(grads, weights))
            if self.nesterov:
                torch._foreach_add_(grads, v, alpha=self.momentum)
            else:
                grads = v
        for i in here:
            self.moved[i] = True
        torch._foreach_add_(params, grads, alpha=-self.lr)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
