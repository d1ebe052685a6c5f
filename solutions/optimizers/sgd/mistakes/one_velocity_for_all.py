"""One velocity serves all parameters in turn, so each rolls on along what the others' gradients built up, and where shapes differ they do not fit at all. Keep a velocity for each parameter.

fails: test_own_state
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
        self.v = None

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            if self.momentum != 0:
                if self.v is None:
                    self.v = g.clone()
                else:
                    self.v = self.momentum * self.v + (1 - self.dampening) * g
                if self.nesterov:
                    g = g + self.momentum * self.v
                else:
                    g = self.v
            p -= self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None
