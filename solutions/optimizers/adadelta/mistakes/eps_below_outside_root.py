"""Below the fraction your eps stands beside the root, `sqrt(v) + eps`. Where squared gradients are as small as eps you divide by far too little, and the step is too long. It stands inside there too: sqrt(v + eps).

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
            delta = (self.u[i] + self.eps).sqrt() / (self.v[i].sqrt() + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            p.sub_(self.lr * delta)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
