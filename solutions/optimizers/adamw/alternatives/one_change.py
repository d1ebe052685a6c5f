"""The whole change of a parameter as one tensor: decay and step both read the old value.

The formulas stand out of place, over a dict of state that is made at first sight.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class AdamW:
    """Keep (t, m, v) under each parameter's position."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        self.params = [*params]
        self.lr, self.betas, self.eps, self.decay = lr, betas, eps, weight_decay
        self.state: dict[int, tuple[int, Tensor, Tensor]] = {}

    def step(self) -> None:
        """Write the new values into the parameters' own memory."""
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad.detach()
            t, m, v = self.state.get(i, (0, torch.zeros_like(g), torch.zeros_like(g)))
            t, m, v = t + 1, b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
            self.state[i] = (t, m, v)
            adam = (m / (1 - b1**t)) / (torch.sqrt(v / (1 - b2**t)) + self.eps)
            p.data -= self.lr * (adam + self.decay * p.data)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
