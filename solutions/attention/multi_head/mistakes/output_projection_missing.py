"""Your module has no `out_proj` at all: three projections and the heads joined. Attention in a transformer ends with a fourth matrix, which mixes what the heads found.

fails: test_parameters
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

    def forward(self, x, causal=False):
        B, T, C = x.shape
        q = self.q_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = self.k_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        v = self.v_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        if causal:
            mask = torch.tril(torch.ones(T, T, device=x.device))
            scores = scores.masked_fill(mask == 0, float("-inf"))
        out = torch.softmax(scores, dim=-1) @ v
        out = out.transpose(1, 2).reshape(B, T, C)
        return out
