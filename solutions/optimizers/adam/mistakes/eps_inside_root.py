"""Your eps stands inside the root: `sqrt(v_hat + eps)`. The divisor is then at least sqrt(eps), 1e-4 with the default, and weights with small gradients hardly move. In Adam eps is added to the root: `sqrt(v_hat) + eps`.

fails: test_tiny_gradients
"""

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.m = [torch.zeros_like(p.data) for p in self.params]
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.t[i] += 1
            self.m[i] = b1 * self.m[i] + (1 - b1) * p.grad
            self.v[i] = b2 * self.v[i] + (1 - b2) * p.grad**2
            m_hat = self.m[i] / (1 - b1 ** self.t[i])
            v_hat = self.v[i] / (1 - b2 ** self.t[i])
            p.sub_(self.lr * m_hat / (v_hat + self.eps).sqrt())

    def zero_grad(self):
        for p in self.params:
            p.grad = None
