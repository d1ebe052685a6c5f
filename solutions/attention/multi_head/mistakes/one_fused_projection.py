"""You fused q, k and v into one (3C, C) matrix. As engineering that is fine and faster; here the parameters have stated names and shapes, so that the same weights can be given to every solution. Keep `q_proj`, `k_proj` and `v_proj`.

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
        self.qkv_proj = nn.Linear(n_embd, 3 * n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x, causal=False):
        B, T, C = x.shape
        q, k, v = self.qkv_proj(x).chunk(3, dim=-1)
        q = q.view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = k.view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        v = v.view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        if causal:
            mask = torch.tril(torch.ones(T, T, device=x.device))
            scores = scores.masked_fill(mask == 0, float("-inf"))
        out = torch.softmax(scores, dim=-1) @ v
        out = out.transpose(1, 2).reshape(B, T, C)
        return self.out_proj(out)
