"""Calls the fused operator that does the whole update.

problem: optimizers/adam
row: 61
verdict: forbidden
"""

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.state = [
            (torch.zeros_like(p), torch.zeros_like(p), torch.zeros(())) for p in self.params
        ]

    @torch.no_grad()
    def step(self):
        for p, (m, v, t) in zip(self.params, self.state):
            if p.grad is not None:
                t += 1
                torch._fused_adam_(
                    [p],
                    [p.grad],
                    [m],
                    [v],
                    [],
                    [t],
                    amsgrad=False,
                    lr=self.lr,
                    beta1=self.betas[0],
                    beta2=self.betas[1],
                    weight_decay=0.0,
                    eps=self.eps,
                    maximize=False,
                )

    def zero_grad(self):
        for p in self.params:
            p.grad = None
