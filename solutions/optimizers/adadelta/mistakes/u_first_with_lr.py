"""You find the step with the old u, take it times lr into u, and step once more by the new u. A step then
depends on itself, and lr acts from step to step. Make delta once, from the OLD u; square it into u
without lr, and subtract lr times this same delta.

fails: test_first_step
"""

import torch


class Adadelta:
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6):
        self.params = list(params)
        self.lr, self.rho, self.eps = lr, rho, eps
        self.squares = [torch.zeros_like(p.data) for p in self.params]
        self.steps = [torch.zeros_like(p.data) for p in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            v, u = self.squares[i], self.steps[i]
            v.mul_(self.rho).addcmul_(p.grad, p.grad, value=1 - self.rho)
            unit = p.grad / (v + self.eps).sqrt()
            guess = self.lr * (u + self.eps).sqrt() * unit
            u.mul_(self.rho).addcmul_(guess, guess, value=1 - self.rho)
            p.sub_((u + self.eps).sqrt() * unit * self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
