"""The formulas line by line, out of place, with a dict of state that is made at first sight."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    """Keep (t, m, v) under each parameter's position."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.params = [*params]
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state: dict[int, tuple[int, Tensor, Tensor]] = {}

    def step(self) -> None:
        """Write the new values into the parameters' own memory."""
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad.detach()
            t, m, v = self.state.get(i, (0, torch.zeros_like(g), torch.zeros_like(g)))
            t = t + 1
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            self.state[i] = (t, m, v)
            m_hat = m / (1 - b1**t)
            v_hat = v / (1 - b2**t)
            p.data -= self.lr * m_hat / (torch.sqrt(v_hat) + self.eps)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
