"""Imports torch.optim for a type annotation and reads the names in it.

problem: optimizers/adam
row: 61
"""

from __future__ import annotations

import torch
from torch import optim
from torch.optim import Adam as Theirs

NAMES = [name for name in dir(optim) if not name.startswith("_")]


def like(other: Theirs) -> bool:
    return isinstance(other, Theirs)


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = [[0, torch.zeros_like(p), torch.zeros_like(p)] for p in self.params]

    @torch.no_grad()
    def step(self):
        one, two = self.betas
        for p, state in zip(self.params, self.state):
            if p.grad is None:
                continue
            state[0] += 1
            t, m, v = state
            m.mul_(one).add_(p.grad, alpha=1 - one)
            v.mul_(two).addcmul_(p.grad, p.grad, value=1 - two)
            root = (v / (1 - two**t)).sqrt_().add_(self.eps)
            p.addcdiv_(m, root, value=-self.lr / (1 - one**t))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
