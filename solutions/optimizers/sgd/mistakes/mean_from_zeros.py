"""Your velocity starts at zeros and averages, `v = momentum * v + (1 - momentum) * g`, as Adam's first moment does. SGD's velocity is a fading sum that starts from the whole first gradient: with a momentum of 0.9 your first step is ten times too short.

fails: test_first_step
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
        self.v = [torch.zeros_like(p.data) for p in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            if self.momentum != 0:
                self.v[i] = self.momentum * self.v[i] + (1 - self.momentum) * g
                if self.nesterov:
                    g = g + self.momentum * self.v[i]
                else:
                    g = self.v[i]
            p -= self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None
