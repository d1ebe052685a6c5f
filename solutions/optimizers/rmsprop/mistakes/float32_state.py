"""Your running means come from `torch.zeros(p.shape)`, which is float32 on the CPU whatever the parameter is. With float64 parameters they keep seven digits. `zeros_like` takes over shape, dtype and device.

fails: test_float64
"""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, centered=False):
        self.params = list(params)
        self.lr, self.alpha, self.eps, self.centered = lr, alpha, eps, centered
        self.v = [torch.zeros(p.shape) for p in self.params]
        self.m = [torch.zeros(p.shape) for p in self.params]

    @torch.no_grad()
    def step(self):
        a = self.alpha
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.v[i].mul_(a).add_(g**2, alpha=1 - a)
            s = self.v[i]
            if self.centered:
                self.m[i].mul_(a).add_(g, alpha=1 - a)
                s = (self.v[i] - self.m[i] ** 2).clamp(min=0)
            p.sub_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
