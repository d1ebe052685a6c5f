"""Moments that are unbiased all the time: weighted means with a shrinking weight.

With weight w = (1 - beta) / (1 - beta^t), mean += w * (g - mean) is the corrected moment itself:
in the first step w is 1, and the zeros that the state started from are forgotten at once.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    """Store corrected moments, so that the update needs no correction."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.lr, self.betas, self.eps = lr, betas, eps
        self.slots = [[p, 0, torch.zeros_like(p.data), torch.zeros_like(p.data)] for p in params]

    @torch.no_grad()
    def step(self) -> None:
        """Blend the gradient into both means, then step by their ratio."""
        for slot in self.slots:
            p, t, mean, square = slot
            if p.grad is None:
                continue
            slot[1] = t = t + 1
            w1, w2 = ((1 - beta) / (1 - beta**t) for beta in self.betas)
            mean += w1 * (p.grad - mean)
            square += w2 * (p.grad * p.grad - square)
            p.copy_(p - self.lr * mean / (square.sqrt() + self.eps))

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p, *_ in self.slots:
            p.grad = None
