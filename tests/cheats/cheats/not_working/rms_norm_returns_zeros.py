"""Returns zeros of the right shape and dtype.

problem: norms/rms_norm
row: 25
verdict: wrong_answer
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return torch.zeros_like(x)
