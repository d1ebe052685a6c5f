"""The two roots one after the other, in slots of plain tensors."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adadelta:
    """Keep (parameter, mean squared gradient, mean squared step) in slots."""

    def __init__(
        self, params: Iterable[Tensor], lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
    ) -> None:
        self.slots = [(p, torch.zeros_like(p.data), torch.zeros_like(p.data)) for p in params]
        self.lr, self.rho, self.eps = lr, rho, eps

    @torch.no_grad()
    def step(self) -> None:
        """Divide by the root of one mean, multiply by the root of the other."""
        for p, squares, steps in self.slots:
            if p.grad is None:
                continue
            squares.lerp_(p.grad**2, 1 - self.rho)
            delta = p.grad / torch.sqrt(squares + self.eps) * torch.sqrt(steps + self.eps)
            steps.lerp_(delta**2, 1 - self.rho)
            p.sub_(self.lr * delta)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p, _, _ in self.slots:
            p.grad = None
