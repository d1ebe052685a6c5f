"""You put eps inside the root, read `.grad` without asking whether there is one, and use neither lr_decay nor the initial value. Add eps to the root, skip parameters without a gradient, start the sums from the given value, and divide lr by 1 + (t - 1) * lr_decay.

fails: test_path[large eps]
"""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10):
        self.params = list(params)
        self.lr, self.lr_decay, self.eps = lr, lr_decay, eps
        self.s = [torch.full_like(p.data, 0.0) for p in self.params]
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            g = p.grad
            self.t[i] += 1
            rate = self.lr
            self.s[i] = self.s[i] + g**2
            p.sub_(rate * g / ((self.s[i] + self.eps).sqrt()))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
