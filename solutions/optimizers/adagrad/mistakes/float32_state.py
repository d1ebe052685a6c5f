"""Your sums come from `torch.zeros(p.shape)`, which is float32 on the CPU whatever the parameter is. With float64 parameters they keep seven digits. `zeros_like` takes over shape, dtype and device.

fails: test_float64
"""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10):
        self.params = list(params)
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps
        self.s = [torch.full(p.shape, initial_accumulator_value) for p in self.params]
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.t[i] += 1
            rate = self.lr / (1 + (self.t[i] - 1) * self.lr_decay)
            self.s[i].add_(g**2)
            p.sub_(rate * g / (self.s[i].sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
