"""You add eps beside the roots, put lr into the steps that u remembers, and fill gradients with zeros. The
first step is then eps times too short, lr acts on itself, and a parameter without a gradient lets its
means fade. eps belongs INSIDE both roots, u holds delta without lr, and zero_grad leaves None.

fails: test_first_step
"""

import torch


class Adadelta:
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6):
        self.params = list(params)
        self.lr, self.rho, self.eps = lr, rho, eps
        self.mean_g = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.mean_d = [torch.zeros_like(p, requires_grad=False) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v, u in zip(self.params, self.mean_g, self.mean_d, strict=True):
            if p.grad is None:
                continue
            v.mul_(self.rho).add_((1 - self.rho) * p.grad**2)
            change = self.lr * (u.sqrt() + self.eps) / (v.sqrt() + self.eps) * p.grad
            u.mul_(self.rho).add_((1 - self.rho) * change**2)
            p -= change

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
