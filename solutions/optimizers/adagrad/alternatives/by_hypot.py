"""The length of the whole past as a norm: the root of the sum is kept, by hypot."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adagrad:
    """Keep (parameter, root, steps) in slots."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        start = initial_accumulator_value**0.5
        self.slots = [[p, torch.full_like(p.data, start), 0] for p in params]
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps

    @torch.no_grad()
    def step(self) -> None:
        """Lengthen the root by the new gradient, then divide by it."""
        for slot in self.slots:
            p, root, steps = slot
            if p.grad is None:
                continue
            slot[1] = root = torch.hypot(root, p.grad)
            slot[2] = steps + 1
            p.sub_(p.grad / (root + self.eps) * (self.lr / (1 + steps * self.lr_decay)))

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p, *_ in self.slots:
            p.grad = None
