"""Your zero_grad writes zeros into the gradients and keeps them. Zeros are still a gradient, so a step right after it is not skipped and changes the running means. Set `.grad` to None.

fails: test_zero_grad
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
            p.sub_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
