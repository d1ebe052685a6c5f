"""Splits and projects itself, and leaves the rest to the builtin attention.

problem: attention/multi_head
row: 61
verdict: forbidden
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
        q, k, v = (
            proj(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for proj in (self.q_proj, self.k_proj, self.v_proj)
        )
        heads = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        return self.out_proj(heads.transpose(1, 2).reshape(x.shape))
