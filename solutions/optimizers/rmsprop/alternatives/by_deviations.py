"""The variance by deviations from the old mean: every term is a square, so nothing can cancel.

The plain form is the same with a mean that stays at zero, and without alpha on the new square.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class RMSprop:
    """Keep (parameter, mean, spread) in slots."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        centered: bool = False,
    ) -> None:
        self.slots = [(p, torch.zeros_like(p.data), torch.zeros_like(p.data)) for p in params]
        self.lr, self.alpha, self.eps, self.centered = lr, alpha, eps, centered

    @torch.no_grad()
    def step(self) -> None:
        """Update the spread and divide by its root."""
        fresh = 1 - self.alpha
        for p, mean, spread in self.slots:
            if p.grad is None:
                continue
            deviation = p.grad - mean
            if self.centered:
                spread.add_(fresh * deviation**2).mul_(self.alpha)
                mean.add_(fresh * deviation)
            else:
                spread.mul_(self.alpha).add_(fresh * deviation**2)
            p.sub_(self.lr * p.grad / (spread.sqrt() + self.eps))

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p, _, _ in self.slots:
            p.grad = None
