"""You work on `p.data` but with a gradient that may carry a graph, and autograd records your means: they hold every past gradient's graph alive. Run the step under `torch.no_grad()`.

fails: test_keeps_no_graph
"""

import torch


class Adadelta:
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6):
        self.params = list(params)
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.u = [torch.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
            delta = (self.u[i] + self.eps).sqrt() / (self.v[i] + self.eps).sqrt() * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            p.data.sub_(self.lr * delta.detach())

    def zero_grad(self):
        for p in self.params:
            p.grad = None
