"""Calls the function that does the update inside torch.optim.

problem: optimizers/adam
row: 61
verdict: forbidden
"""

import importlib

import torch

adam = importlib.import_module("torch.optim.adam")

update = adam._single_tensor_adam


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.how = dict(amsgrad=False, beta1=betas[0], beta2=betas[1], lr=lr, eps=eps)
        self.state = [
            (torch.zeros_like(p), torch.zeros_like(p), torch.zeros(())) for p in self.params
        ]

    @torch.no_grad()
    def step(self):
        pairs = [(p, s) for p, s in zip(self.params, self.state) if p.grad is not None]
        params, states = [p for p, _ in pairs], [s for _, s in pairs]
        one, two, steps = ([s[i] for s in states] for i in range(3))
        if params:
            update(
                params,
                [p.grad for p in params],
                one,
                two,
                [],
                steps,
                grad_scale=None,
                found_inf=None,
                weight_decay=0.0,
                maximize=False,
                capturable=False,
                differentiable=False,
                has_complex=False,
                decoupled_weight_decay=False,
                **self.how,
            )

    def zero_grad(self):
        for p in self.params:
            p.grad = None
