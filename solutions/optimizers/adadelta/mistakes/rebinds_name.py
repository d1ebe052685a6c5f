"""Your parameters never move. Either the last line is `p = p - step`, which makes a new tensor and binds the local name to it, while the model keeps the old one: change the parameter in place. Or eps is missing in the upper root: u starts at zero, so the first step is zero, and with it u stays zero.

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
            p = p - self.lr * delta

    def zero_grad(self):
        for p in self.params:
            p.grad = None
