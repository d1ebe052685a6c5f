"""You put eps inside the root, read `.grad` without asking whether there is one, and leave the centered form out. Add eps to the root; skip parameters whose gradient is None; with `centered` divide by the root of v - m**2.

fails: test_path[short memory]
"""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, centered=False):
        self.params = list(params)
        self.lr, self.alpha, self.eps, self.centered = lr, alpha, eps, centered
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.m = [torch.zeros_like(p.data) for p in self.params]

    @torch.no_grad()
    def step(self):
        a = self.alpha
        for i, p in enumerate(self.params):
            g = p.grad
            self.v[i] = a * self.v[i] + (1 - a) * g**2
            s = self.v[i]
            p.sub_(self.lr * g / ((s + self.eps).sqrt()))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
