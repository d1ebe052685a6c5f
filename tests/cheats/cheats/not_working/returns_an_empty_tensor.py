"""Returns a tensor without elements.

problem: norms/rms_norm
row: 36
verdict: wrong_answer
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return x.new_empty(0)
