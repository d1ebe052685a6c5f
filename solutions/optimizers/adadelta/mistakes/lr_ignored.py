"""You take `lr` and never use it. It multiplies the step where the parameter is changed, and nowhere else.

fails: test_first_step
"""

import torch


class Adadelta:
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6):
        self.params = list(params)
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.u = [torch.zeros_like(p.data) for p in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
            delta = (self.u[i] + self.eps).sqrt() / (self.v[i] + self.eps).sqrt() * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            p.sub_(delta)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
