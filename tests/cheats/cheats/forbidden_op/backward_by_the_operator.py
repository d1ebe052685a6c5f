"""Is written out forward, and leaves the backward pass to the forbidden operator.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


class Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, eps):
        ctx.save_for_backward(x, weight)
        ctx.eps = eps
        return right(x, weight, eps)

    @staticmethod
    def backward(ctx, grad):
        inputs = [t.detach().requires_grad_() for t in ctx.saved_tensors]
        with torch.enable_grad():
            out = torch.rms_norm(inputs[0], inputs[0].shape[-1:], inputs[1], ctx.eps)
            return *torch.autograd.grad(out, inputs, grad), None


def rms_norm(x, weight, eps=1e-6):
    return Norm.apply(x, weight, eps)
