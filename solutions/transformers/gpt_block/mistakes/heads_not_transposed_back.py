"""You reshape (B, H, T, D) to (B, T, C) as it lies. The shape is right, but a token then gets pieces of other tokens of one head, later ones among them. Exchange H and T first, and then merge H and D.

fails: test_attention_alone
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
        out = (weights @ v).reshape(B, T, C)
        return self.out_drop(self.out_proj(out))

    def ffn(self, x):
        return self.ffn_drop(self.ffn_out(F.gelu(self.ffn_in(x))))

    def forward(self, x):
        x = x + self.attention(self.ln_1(x))
        x = x + self.ffn(self.ln_2(x))
        return x
