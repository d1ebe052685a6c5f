"""Moves by lr against the gradient's sign, which is right for the first step alone.

problem: optimizers/adam
row: 25
verdict: wrong_answer
"""

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.eps = list(params), lr, eps

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.sub_(self.lr * p.grad / (p.grad.abs() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
