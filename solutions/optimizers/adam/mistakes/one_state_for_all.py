"""Your m and v are one variable each, used for every parameter in turn. Each parameter then steps with moments that the others' gradients were mixed into, and where shapes differ they do not even fit. Keep an m and a v for each parameter.

fails: test_own_moments
"""

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.m = 0.0
        self.v = 0.0
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.t[i] += 1
            self.m = b1 * self.m + (1 - b1) * p.grad
            self.v = b2 * self.v + (1 - b2) * p.grad**2
            m_hat = self.m / (1 - b1 ** self.t[i])
            v_hat = self.v / (1 - b2 ** self.t[i])
            p.sub_(self.lr * m_hat / (v_hat.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
