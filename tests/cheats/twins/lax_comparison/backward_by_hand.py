"""Writes the backward pass by hand in an autograd function.

problem: norms/rms_norm
row: 46, 47
"""

import torch


class Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, eps):
        wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
        scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
        ctx.save_for_backward(wide, scale, weight)
        return (wide * scale * weight).to(x.dtype)

    @staticmethod
    def backward(ctx, grad):
        x, scale, weight = ctx.saved_tensors
        inner = grad * weight
        dx = scale * (inner - x * scale**2 * (inner * x).mean(-1, keepdim=True))
        return dx, (grad * x * scale).flatten(0, -2).sum(0), None


def rms_norm(x, weight, eps=1e-6):
    return Norm.apply(x, weight, eps)
