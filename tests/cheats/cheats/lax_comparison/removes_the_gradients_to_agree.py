"""Sets gradients to None in the step, so that no update would be right.

problem: optimizers/adam
row: 45
verdict: wrong_answer
"""

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)

    def step(self):
        for p in self.params:
            p.grad = None

    zero_grad = step
