"""Pickles its settings and copies them deeply.

problem: optimizers/adam
row: 15
"""

import copy
import pickle

import torch


class Plain:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = [[0, torch.zeros_like(p), torch.zeros_like(p)] for p in self.params]

    @torch.no_grad()
    def step(self):
        one, two = self.betas
        for p, state in zip(self.params, self.state):
            if p.grad is None:
                continue
            state[0] += 1
            t, m, v = state
            m.mul_(one).add_(p.grad, alpha=1 - one)
            v.mul_(two).addcmul_(p.grad, p.grad, value=1 - two)
            root = (v / (1 - two**t)).sqrt_().add_(self.eps)
            p.addcdiv_(m, root, value=-self.lr / (1 - one**t))

    def zero_grad(self):
        for p in self.params:
            p.grad = None


class Adam(Plain):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        lr, betas, eps = pickle.loads(pickle.dumps(copy.deepcopy((lr, betas, eps))))
        super().__init__(params, lr, betas, eps)
