"""Computes with nn.MultiheadAttention, given its own weights.

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
        layer = nn.MultiheadAttention(x.shape[-1], self.n_heads, bias=False, batch_first=True)
        projections = (self.q_proj, self.k_proj, self.v_proj)
        layer.in_proj_weight.data = torch.cat([p.weight for p in projections])
        layer.out_proj.weight.data = self.out_proj.weight
        return layer(x, x, x)[0]
