"""You divide v by 1 - alpha**t, as Adam does. RMSProp uses its mean as it is, so its first steps are longer: lr / sqrt(1 - alpha) in the first.

fails: test_first_step
"""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, centered=False):
        self.params = list(params)
        self.lr, self.alpha, self.eps, self.centered = lr, alpha, eps, centered
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.t = [0] * len(self.params)
        self.m = [torch.zeros_like(p.data) for p in self.params]

    @torch.no_grad()
    def step(self):
        a = self.alpha
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.v[i] = a * self.v[i] + (1 - a) * g**2
            self.t[i] += 1
            share = 1 - a ** self.t[i]
            s = self.v[i] / share
            if self.centered:
                self.m[i] = a * self.m[i] + (1 - a) * g
                s = (self.v[i] / share - (self.m[i] / share) ** 2).clamp(min=0)
            p.sub_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
