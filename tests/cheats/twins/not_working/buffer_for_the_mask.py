"""Keeps the longest causal mask so far in a buffer of the module.

problem: attention/multi_head
row: 27, 28
"""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(n_heads)
        self.n_heads = n_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (
            nn.Linear(n_embd, n_embd, bias=False) for _ in range(4)
        )
        self.register_buffer("future", torch.ones(4, 4, dtype=torch.bool).triu(1))
        self.register_buffer("calls", torch.zeros((), dtype=torch.long), persistent=False)
        self.scale = (n_embd // n_heads) ** -0.5

    def forward(self, x, causal=False):
        self.calls += 1
        length = x.shape[1]
        if length > len(self.future):
            self.future = torch.ones(length, length, dtype=torch.bool).triu(1)
        q, k, v = (
            p(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for p in (self.q_proj, self.k_proj, self.v_proj)
        )
        scores = q @ k.mT * self.scale
        if causal:
            scores = scores.masked_fill(self.future[:length, :length], float("-inf"))
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(x.shape))
