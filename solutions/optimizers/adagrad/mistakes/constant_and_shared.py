"""You keep one sum for all parameters and leave lr_decay and the initial value unused. Every parameter has a sum of its own, and both options change the path.

fails: test_path[plain]
"""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10):
        self.params = list(params)
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps
        self.s = 0
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.t[i] += 1
            rate = self.lr
            self.s = self.s + g**2
            p.sub_(rate * g / (self.s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
