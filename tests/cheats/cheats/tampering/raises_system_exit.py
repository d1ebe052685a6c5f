"""Calls sys.exit(0) in the first step.

problem: optimizers/adam
row: 5
verdict: runtime_error
"""

import sys


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)

    def step(self):
        sys.exit(0)

    def zero_grad(self):
        sys.exit(0)
