"""You keep one pair of means for all parameters of a shape. Each weight then scales by what another one did. Every parameter has means of its own.

fails: test_own_state
"""

import torch


class Adadelta:
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6):
        self.params = list(params)
        self.lr, self.rho, self.eps = lr, rho, eps
        shared = {}
        for p in self.params:
            shared.setdefault(
                (p.shape, p.dtype), (torch.zeros_like(p.data), torch.zeros_like(p.data))
            )
        self.v = [shared[p.shape, p.dtype][0] for p in self.params]
        self.u = [shared[p.shape, p.dtype][1] for p in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.v[i].mul_(self.rho).add_((1 - self.rho) * g**2)
            delta = (self.u[i] + self.eps).sqrt() / (self.v[i] + self.eps).sqrt() * g
            self.u[i].mul_(self.rho).add_((1 - self.rho) * delta**2)
            p.sub_(self.lr * delta)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
