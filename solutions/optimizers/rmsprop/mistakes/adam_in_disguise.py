"""You step by a running mean of the gradient and correct both means for their start at zero: that is Adam. RMSProp divides the RAW gradient, by a running mean that is used as it is, so its first step is lr / sqrt(1 - alpha) long.

fails: test_first_step
"""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, centered=False):
        self.params = list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.m = [torch.zeros_like(p.data) for p in self.params]
        self.t = 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.m[i] = self.alpha * self.m[i] + (1 - self.alpha) * p.grad
            self.v[i] = self.alpha * self.v[i] + (1 - self.alpha) * p.grad**2
            share = 1 - self.alpha**self.t
            p.sub_(self.lr * (self.m[i] / share) / ((self.v[i] / share).sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
