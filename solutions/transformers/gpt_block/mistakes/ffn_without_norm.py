"""Your feed-forward layer reads the raw stream; only attention has its norm. The stream grows from block to block, and so do the inputs of your FFN. Each sub-layer reads through a norm of its own: `ffn(ln_2(x))`.

fails: test_values
"""

import torch
import torch.nn.functional as F
from torch import nn


class GPTBlock(nn.Module):
    def __init__(self, n_embd, n_heads, dropout=0.0):
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)
        self.attn_drop = nn.Dropout(dropout)
        self.out_drop = nn.Dropout(dropout)
        self.ffn_drop = nn.Dropout(dropout)

    def attention(self, x):
        B, T, C = x.shape
        q = self.q_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = self.k_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        v = self.v_proj(x).view(B, T, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        mask = torch.tril(torch.ones(T, T, device=x.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = self.attn_drop(torch.softmax(scores, dim=-1))
        out = (weights @ v).transpose(1, 2).reshape(B, T, C)
        return self.out_drop(self.out_proj(out))

    def ffn(self, x):
        return self.ffn_drop(self.ffn_out(F.gelu(self.ffn_in(x))))

    def forward(self, x):
        x = x + self.attention(self.ln_1(x))
        x = x + self.ffn(x)
        return x
