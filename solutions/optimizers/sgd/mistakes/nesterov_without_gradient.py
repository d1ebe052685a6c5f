"""With `nesterov` you step by momentum * v alone. That is plain momentum made shorter: the look-ahead is g + momentum * v, so the newest gradient counts twice, once in v and once by itself.

fails: test_path[nesterov]
"""

import torch


class SGD:
    def __init__(
        self, params, lr=1e-3, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False
    ):
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("nesterov needs momentum and no dampening")
        self.params = list(params)
        self.lr, self.momentum, self.dampening = lr, momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov
        self.v = [None] * len(self.params)

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            if self.momentum != 0:
                if self.v[i] is None:
                    self.v[i] = g.clone()
                else:
                    self.v[i] = self.momentum * self.v[i] + (1 - self.dampening) * g
                if self.nesterov:
                    g = self.momentum * self.v[i]
                else:
                    g = self.v[i]
            p -= self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None
