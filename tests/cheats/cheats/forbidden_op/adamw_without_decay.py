"""Uses AdamW with a weight decay of zero, which is Adam.

problem: optimizers/adam
row: 62
verdict: forbidden
"""

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.inner = torch.optim.AdamW(params, lr, betas, eps, weight_decay=0.0)
        self.step, self.zero_grad = self.inner.step, self.inner.zero_grad

    def step(self):
        pass

    def zero_grad(self):
        pass
