"""You add eps to the root of the raw v and correct afterwards, so eps is divided by sqrt(1 - beta2**t) along with it. In the first step that makes it about thirty times as large, and small gradients move their weights too little. Correct v first, take the root, then add eps.

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
            root = (self.v[i].sqrt() + self.eps) / (1 - b2 ** self.t[i]) ** 0.5
            p.sub_(self.lr * m_hat / root)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
