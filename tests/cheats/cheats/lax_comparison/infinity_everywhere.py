"""Returns infinity with the sign of the right answer.

problem: norms/rms_norm
row: 42
verdict: wrong_answer
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return (x * weight).sign() * float("inf")
