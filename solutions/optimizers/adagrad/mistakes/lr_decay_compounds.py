"""You change lr itself, in each step and for good, so the decay compounds. The rate is computed from the original lr and the step count: lr / (1 + (t - 1) * lr_decay).

fails: test_path[decay of the rate]
"""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10):
        self.params = list(params)
        self.lr, self.lr_decay, self.eps = [lr] * len(self.params), lr_decay, eps
        self.s = [torch.full_like(p.data, initial_accumulator_value) for p in self.params]
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.t[i] += 1
            rate = self.lr[i] = self.lr[i] / (1 + (self.t[i] - 1) * self.lr_decay)
            self.s[i] = self.s[i] + g**2
            p.sub_(rate * g / (self.s[i].sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
