"""You put zeros in the place of a missing gradient. The parameter stays, but its means fade as if it had been there; a skipped parameter rests as a whole.

fails: test_gradient_pauses
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
            g = torch.zeros_like(p) if p.grad is None else p.grad
            self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
            delta = (self.u[i] + self.eps).sqrt() / (self.v[i] + self.eps).sqrt() * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            p.sub_(self.lr * delta)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
