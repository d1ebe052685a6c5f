"""One set of sums serves all parameters in turn, so each steps by sizes that the others' gradients were mixed into; where shapes differ, they do not even fit. Keep a set for each parameter.

fails: test_own_state
"""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10):
        self.params = list(params)
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps
        self.s = initial_accumulator_value
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.t[i] += 1
            rate = self.lr / (1 + (self.t[i] - 1) * self.lr_decay)
            self.s = self.s + g**2
            p.sub_(rate * g / (self.s.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
