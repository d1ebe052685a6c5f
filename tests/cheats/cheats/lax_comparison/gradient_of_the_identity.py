"""Is right forward; backward it hands the gradient of the result to everyone.

problem: attention/multi_head
row: 47
verdict: wrong_answer
"""

import torch
from torch import nn


class Pretend(torch.autograd.Function):
    @staticmethod
    def forward(ctx, out, x, *weights):
        ctx.shapes = [w.shape for w in weights]
        return out.clone()

    @staticmethod
    def backward(ctx, grad):
        mean = grad.mean()
        return None, grad, *[mean.expand(shape).clone() for shape in ctx.shapes]


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        if n_embd % n_heads:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(n_embd, n_embd, bias=False))

    def forward(self, x, causal=False):
        with torch.no_grad():
            out = self._right(x, causal)
        return Pretend.apply(out, x, *self.parameters())

    def _right(self, x, causal=False):
        q, k, v = (
            proj(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for proj in (self.q_proj, self.k_proj, self.v_proj)
        )
        scores = q @ k.mT * q.shape[-1] ** -0.5
        if causal:
            future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
            scores = scores.masked_fill(future, float("-inf"))
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(x.shape))
