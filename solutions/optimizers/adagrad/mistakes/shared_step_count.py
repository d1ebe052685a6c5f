"""The step count of a parameter goes up where it has no gradient: you count for all parameters together, or take a missing gradient for zeros. Its next step is then too short. Each parameter counts the steps that it took itself.

fails: test_gradient_comes_later
"""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10):
        self.params = list(params)
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps
        self.s = [torch.full_like(p.data, initial_accumulator_value) for p in self.params]
        self.t = 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            rate = self.lr / (1 + (self.t - 1) * self.lr_decay)
            self.s[i] = self.s[i] + g**2
            p.sub_(rate * g / (self.s[i].sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
