"""You add the step instead of subtracting it. The gradient points uphill, so every step makes the loss larger. Subtract.

fails: test_first_step
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
            if p.grad is None:
                continue
            g = p.grad
            self.v[i] = a * self.v[i] + (1 - a) * g**2
            s = self.v[i]
            if self.centered:
                self.m[i] = a * self.m[i] + (1 - a) * g
                s = (self.v[i] - self.m[i] ** 2).clamp(min=0)
            p.add_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
