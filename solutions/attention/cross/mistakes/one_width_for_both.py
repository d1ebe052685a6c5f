"""You project keys and values from the width of x and hide padding with minus infinity. Context and x need not have the same width: k_proj and v_proj take n_context. And a context of padding alone turns into NaN.

fails: test_parameters
"""

import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, n_embd, n_context, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x, context, is_token=None):
        B, T, C = x.shape
        S = context.shape[1]
        q = self.q_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = self.k_proj(context).view(B, S, self.n_heads, self.head_size).transpose(1, 2)
        v = self.v_proj(context).view(B, S, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        if is_token is not None:
            scores = scores.masked_fill(~is_token[:, None, None, :], float("-inf"))
        out = torch.softmax(scores, dim=-1) @ v
        return self.out_proj(out.transpose(1, 2).reshape(B, T, C))
