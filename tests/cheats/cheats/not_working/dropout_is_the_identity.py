"""Drops nothing in training either.

problem: backprop/dropout
row: 24
verdict: wrong_answer
"""

import torch


def dropout_forward(x, p, training, generator=None):
    if not 0 <= p <= 1:
        raise ValueError
    return x, torch.ones_like(x, dtype=torch.bool)


def dropout_backward(grad_out, mask, p):
    if not 0 <= p <= 1:
        raise ValueError
    return grad_out
