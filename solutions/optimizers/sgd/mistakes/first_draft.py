"""You take every `.grad` to be there, which fails for a parameter that the loss did not reach, start the velocity at zeros with the dampening on it from the first gradient, and let zero_grad fill the gradients with zeros. Skip a gradient of None, take the first one whole, and set gradients to None.

fails: test_never_a_gradient
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
            g = p.grad + self.weight_decay * p
            if self.momentum != 0:
                self.v[i] = self.momentum * self.v[i] + (1 - self.dampening) * g
                if self.nesterov:
                    g = g + self.momentum * self.v[i]
                else:
                    g = self.v[i]
            p -= self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad.zero_()
