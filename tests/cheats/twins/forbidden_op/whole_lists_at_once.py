"""Uses torch's operators on whole lists of tensors, the neighbours of the fused one.

problem: optimizers/adam
row: 61
"""

import torch


class Adam:
    __slots__ = ("params", "lr", "betas", "eps", "state")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {
            i: [0, torch.zeros_like(p), torch.zeros_like(p)] for i, p in enumerate(self.params)
        }

    @torch.no_grad()
    def step(self):
        one, two = self.betas
        live = [(p, self.state[i]) for i, p in enumerate(self.params) if p.grad is not None]
        if not live:
            return
        gradients = [p.grad for p, _ in live]
        firsts, seconds = [s[1] for _, s in live], [s[2] for _, s in live]
        torch._foreach_lerp_(firsts, gradients, 1 - one)
        torch._foreach_mul_(seconds, two)
        torch._foreach_addcmul_(seconds, gradients, gradients, 1 - two)
        for p, s in live:
            s[0] += 1
            p.sub_(
                self.lr * s[1] / (1 - one ** s[0]) / ((s[2] / (1 - two ** s[0])).sqrt() + self.eps)
            )

    def zero_grad(self):
        for p in self.params:
            p.grad = None
