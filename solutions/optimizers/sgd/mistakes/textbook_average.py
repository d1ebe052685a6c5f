"""Your velocity is a running mean, `v = momentum * v + (1 - momentum) * g`, and the decay is taken from the parameter outside of it. Both are methods of their own, and neither is this one: here the new gradient counts whole (with 0.9 your steps are about ten times too short), and L2 decay joins the gradient before the velocity sees it.

fails: test_path[momentum]
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
            g = p.grad
            if self.momentum != 0:
                self.v[i] = self.momentum * self.v[i] + (1 - self.momentum) * g
                if self.nesterov:
                    g = g + self.momentum * self.v[i]
                else:
                    g = self.v[i]
            p -= self.lr * (g + self.weight_decay * p)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
