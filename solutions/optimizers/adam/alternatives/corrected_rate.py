"""Both corrections folded into one step size, the last lines of the paper's section 2.

Multiplying numerator and denominator by sqrt(1 - beta2^t) leaves the raw v under the root; eps
then has to be scaled along with it. The powers of beta are running products.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    """Keep lists of moments and of beta products, one entry a parameter."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.params = tuple(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.first = [torch.zeros_like(p.data) for p in self.params]
        self.second = [torch.zeros_like(p.data) for p in self.params]
        self.powers = [(1.0, 1.0) for _ in self.params]

    def step(self) -> None:
        """Update in place, with a step size that carries both corrections."""
        b1, b2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                power1, power2 = self.powers[i] = (self.powers[i][0] * b1, self.powers[i][1] * b2)
                self.first[i].mul_(b1).add_(p.grad, alpha=1 - b1)
                self.second[i].mul_(b2).add_(p.grad.square(), alpha=1 - b2)
                growth = (1 - power2) ** 0.5
                rate = self.lr * growth / (1 - power1)
                root = self.second[i].sqrt() + growth * self.eps
                p.sub_(rate * self.first[i] / root)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
