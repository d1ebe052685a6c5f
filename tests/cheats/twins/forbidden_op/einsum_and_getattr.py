"""Uses einsum, and fetches functions of torch by name.

problem: attention/multi_head
row: 62
"""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        if n_embd % n_heads:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(n_embd, n_embd, bias=False))

    def forward(self, x, causal=False):
        einsum = getattr(torch, "ein" + "sum")
        q, k, v = (
            p(x).reshape(*x.shape[:2], self.n_heads, -1)
            for p in (self.q_proj, self.k_proj, self.v_proj)
        )
        scores = einsum("bihd,bjhd->bhij", q, k) / q.shape[-1] ** 0.5
        if causal:
            scores += torch.full(scores.shape[-2:], float("-inf"), dtype=x.dtype).triu(1)
        heads = einsum("bhij,bjhd->bihd", getattr(torch, "softmax")(scores, -1), v)
        return self.out_proj(heads.flatten(2))
