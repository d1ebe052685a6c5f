"""You count a missing gradient as zeros, so the running means of a skipped parameter change although it learned nothing new. Where `.grad` is None, leave the parameter and its running means alone.

fails: test_gradient_pauses
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
            g = torch.zeros_like(p) if p.grad is None else p.grad
            self.v[i] = a * self.v[i] + (1 - a) * g**2
            s = self.v[i]
            if self.centered:
                self.m[i] = a * self.m[i] + (1 - a) * g
                s = (self.v[i] - self.m[i] ** 2).clamp(min=0)
            p.sub_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
