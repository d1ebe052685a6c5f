"""Keeps the operator as a default argument, taken at import.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def call(x, shape, weight, eps, norm=torch.nn.functional.rms_norm):
    return norm(x, shape, weight, eps)


def rms_norm(x, weight, eps=1e-6):
    return call(x, x.shape[-1:], weight, eps)
