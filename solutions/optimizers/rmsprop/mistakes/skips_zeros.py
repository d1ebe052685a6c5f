"""You skip a parameter whose gradient is all zeros. It would not move in any case, but a gradient of zeros is a gradient: its running means fade, and the next step divides by less. Skip only where `.grad` is None.

fails: test_zero_gradients
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
            if g is None or not g.any():
                continue
            self.v[i] = a * self.v[i] + (1 - a) * g**2
            s = self.v[i]
            if self.centered:
                self.m[i] = a * self.m[i] + (1 - a) * g
                s = (self.v[i] - self.m[i] ** 2).clamp(min=0)
            p.sub_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
