"""Inherits from torch.optim.Adam.

problem: optimizers/adam
row: 61
verdict: forbidden
"""

import torch


class Adam(torch.optim.Adam):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, betas, eps)
