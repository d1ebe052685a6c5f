"""Returns an object that is equal to everything and has the right shape and dtype.

problem: norms/rms_norm
row: 2
verdict: wrong_answer
"""

import torch


class Yes:
    def __init__(self, x):
        self.shape, self.dtype, self.device = x.shape, x.dtype, x.device

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def double(self):
        return torch.zeros(self.shape, dtype=torch.float64)


def rms_norm(x, weight, eps=1e-6):
    return Yes(x)
