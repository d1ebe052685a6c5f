"""Where nothing decays, your first velocity is the gradient tensor itself, not a copy, and the next step changes it in place: `.grad` changes with it, and where the next gradient is written into the same tensor, the velocity is lost. Clone it.

fails: test_gradients_are_reused
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
            g = p.grad if self.weight_decay == 0 else p.grad.add(p, alpha=self.weight_decay)
            if self.momentum != 0:
                if self.v[i] is None:
                    self.v[i] = g
                else:
                    self.v[i].mul_(self.momentum).add_(g, alpha=1 - self.dampening)
                if self.nesterov:
                    g = g + self.momentum * self.v[i]
                else:
                    g = self.v[i]
            p -= self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None
