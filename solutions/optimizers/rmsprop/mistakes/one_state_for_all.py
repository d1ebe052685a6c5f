"""One set of running means serves all parameters in turn, so each steps by sizes that the others' gradients were mixed into; where shapes differ, they do not even fit. Keep a set for each parameter.

fails: test_own_state
"""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, centered=False):
        self.params = list(params)
        self.lr, self.alpha, self.eps, self.centered = lr, alpha, eps, centered
        self.v = 0
        self.m = 0

    @torch.no_grad()
    def step(self):
        a = self.alpha
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.v = a * self.v + (1 - a) * g**2
            s = self.v
            if self.centered:
                self.m = a * self.m + (1 - a) * g
                s = (self.v - self.m**2).clamp(min=0)
            p.sub_(self.lr * g / (s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
