"""You take the options and use only lr: no velocity, no decay, no look-ahead, and so no error for a look-ahead that has no momentum. Every step then follows the newest gradient alone. Keep a velocity for each parameter and build the step from it.

fails: test_path[momentum]
"""

import torch


class SGD:
    def __init__(
        self, params, lr=1e-3, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False
    ):
        self.params = list(params)
        self.lr = lr

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p -= self.lr * p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None
