"""Keeps each parameter's state in a dataclass, with the equality that those have.

problem: optimizers/adam
row: 2
"""

from dataclasses import dataclass, field

import torch


@dataclass
class State:
    p: torch.Tensor
    t: int = 0
    m: torch.Tensor = field(init=False)
    v: torch.Tensor = field(init=False)

    def __post_init__(self):
        self.m, self.v = torch.zeros_like(self.p), torch.zeros_like(self.p)


@dataclass
class Adam:
    params: list
    lr: float = 1e-3
    betas: tuple = (0.9, 0.999)
    eps: float = 1e-8

    def __post_init__(self):
        self.params = list(self.params)
        self.states = [State(p.detach()) for p in self.params]

    @torch.no_grad()
    def step(self):
        one, two = self.betas
        for p, s in zip(self.params, self.states):
            if p.grad is None:
                continue
            s.t += 1
            s.m.mul_(one).add_(p.grad, alpha=1 - one)
            s.v.mul_(two).addcmul_(p.grad, p.grad, value=1 - two)
            root = (s.v / (1 - two**s.t)).sqrt() + self.eps
            p -= self.lr * s.m / (1 - one**s.t) / root

    def zero_grad(self):
        for p in self.params:
            p.grad = None
