"""You split into (B, T, H, D) and never exchange T and H, so `@` treats the heads as the sequence: every token attends among its own H heads and no token hears of another. Move the heads in front of the tokens with `transpose(1, 2)` first.

fails: test_values
"""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x, causal=False):
        B, T, C = x.shape
        q = self.q_proj(x).view(B, T, self.n_heads, self.head_size)
        k = self.k_proj(x).view(B, T, self.n_heads, self.head_size)
        v = self.v_proj(x).view(B, T, self.n_heads, self.head_size)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        if causal:
            mask = torch.tril(torch.ones(scores.shape[-2:], device=x.device))
            scores = scores.masked_fill(mask == 0, float("-inf"))
        out = torch.softmax(scores, dim=-1) @ v
        out = out.reshape(B, T, C)
        return self.out_proj(out)
