"""Puts the name of the operator together from pieces.

problem: norms/rms_norm
row: 61, 67
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return getattr(torch, "rms" + "_" + "norm")(x, x.shape[-1:], weight, eps)
