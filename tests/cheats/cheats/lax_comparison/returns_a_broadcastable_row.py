"""Returns one row that would broadcast against the right answer.

problem: norms/rms_norm
row: 39
verdict: wrong_answer
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return (x * torch.rsqrt(x.square().mean() + eps)).mean(-1, keepdim=True)
