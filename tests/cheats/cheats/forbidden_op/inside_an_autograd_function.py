"""Calls the operator in the forward pass of an autograd function.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


class Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, eps):
        return torch.rms_norm(x, x.shape[-1:], weight, eps)


def rms_norm(x, weight, eps=1e-6):
    return Norm.apply(x, weight, eps)
