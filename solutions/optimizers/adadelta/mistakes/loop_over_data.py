"""You loop over `params` as it came, use every gradient, and put a new tensor into `p.data`. A generator
is empty from the second step on, a gradient of None has no square, and views of the parameter keep
the old values. Make a list, skip None, and update in place.

fails: test_same_memory
"""

import torch


class Adadelta:
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6):
        self.params = params
        self.lr, self.rho, self.eps = lr, rho, eps
        self.state = {}

    def step(self):
        for p in self.params:
            g = p.grad.detach()
            zeros = torch.zeros_like(g)
            v, u = self.state.get(id(p), (zeros, zeros))
            v = self.rho * v + (1 - self.rho) * g * g
            delta = torch.sqrt((u + self.eps) / (v + self.eps)) * g
            u = self.rho * u + (1 - self.rho) * delta * delta
            self.state[id(p)] = (v, u)
            p.data = p.data - self.lr * delta

    def zero_grad(self):
        for p in self.params:
            p.grad = None
