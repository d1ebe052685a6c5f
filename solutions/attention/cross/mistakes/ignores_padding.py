"""You take `is_token` as an argument and never look at it. Padding then gets weight like any token, and a row's result depends on how much of it the batch needed.

fails: test_padding
"""

import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, n_embd, n_context, n_heads):
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_context, n_embd, bias=False)
        self.v_proj = nn.Linear(n_context, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x, context, is_token=None):
        B, T, C = x.shape
        S = context.shape[1]
        q = self.q_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = self.k_proj(context).view(B, S, self.n_heads, self.head_size).transpose(1, 2)
        v = self.v_proj(context).view(B, S, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, T, C)
        return self.out_proj(out)
