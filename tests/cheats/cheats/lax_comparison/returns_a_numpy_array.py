"""Computes with NumPy and returns its array.

problem: norms/rms_norm
row: 40, 63
verdict: wrong_answer
"""

import numpy as np


def rms_norm(x, weight, eps=1e-6):
    wide, gain = (t.detach().double().numpy() for t in (x, weight))
    return wide / np.sqrt((wide**2).mean(-1, keepdims=True) + eps) * gain
