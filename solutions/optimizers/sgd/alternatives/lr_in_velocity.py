"""The velocity is a length: lr stands inside it, and the parameter moves by the velocity itself.

With a constant lr this is the same path. Nesterov's form then adds momentum times the velocity.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    """Keep (parameter, velocity) in slots; a velocity of None has never moved."""

    def __init__(  # noqa: PLR0917
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("no look-ahead without pure momentum")
        self.slots: list[list[Tensor | None]] = [[p, None] for p in params]
        self.lr, self.momentum, self.keep = lr, momentum, 1 - dampening
        self.decay, self.nesterov = weight_decay, nesterov

    @torch.no_grad()
    def step(self) -> None:
        """Move by the velocity, which points downhill."""
        for slot in self.slots:
            p, velocity = slot
            if p is None or p.grad is None:
                continue
            move = -self.lr * (p.grad + self.decay * p)
            if self.momentum != 0:
                fresh = velocity is None
                velocity = move if fresh else self.momentum * velocity + self.keep * move
                slot[1] = velocity
                move = move + self.momentum * velocity if self.nesterov else velocity
            p += move

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p, _ in self.slots:
            if p is not None:
                p.grad = None
