"""The formulas out of place, over a dict of state that is made at first sight."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adagrad:
    """Keep (t, s) under each parameter's position."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        self.params = [*params]
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps
        self.start = initial_accumulator_value
        self.state: dict[int, tuple[int, Tensor | float]] = {}

    def step(self) -> None:
        """Write the new values into the parameters' own memory."""
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad.detach()
            t, s = self.state.get(i, (0, self.start))
            t, s = t + 1, s + g**2
            self.state[i] = (t, s)
            rate = self.lr / (1 + (t - 1) * self.lr_decay)
            p.data -= rate * g / (torch.sqrt(s) + self.eps)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
