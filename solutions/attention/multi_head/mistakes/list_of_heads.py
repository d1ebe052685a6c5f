"""You keep one small projection per head in a ModuleList. The arithmetic is the same, the parameters are not: many of (D, C) with other names, in place of one (C, C) each. Slice the large weights per head if you like the loop, and keep the stated names.

fails: test_parameters
"""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, n_embd, head_size):
        super().__init__()
        self.q_proj = nn.Linear(n_embd, head_size, bias=False)
        self.k_proj = nn.Linear(n_embd, head_size, bias=False)
        self.v_proj = nn.Linear(n_embd, head_size, bias=False)

    def forward(self, x, causal):
        T = x.shape[1]
        q, k, v = self.q_proj(x), self.k_proj(x), self.v_proj(x)
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        if causal:
            mask = torch.tril(torch.ones(T, T, device=x.device))
            scores = scores.masked_fill(mask == 0, float("-inf"))
        return torch.softmax(scores, dim=-1) @ v


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.heads = nn.ModuleList(Head(n_embd, n_embd // n_heads) for _ in range(n_heads))
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x, causal=False):
        return self.out_proj(torch.cat([head(x, causal) for head in self.heads], dim=-1))
