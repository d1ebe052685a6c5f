"""You cut the heads with `view(B, H, T, D)`, and `reshape(B, T, C)` puts them back as they came. The two undo each other, so all shapes fit; but in between, what a head takes for T tokens of D features is pieces of a few whole tokens. Split C into (H, D) where it stands, exchange T and H, and exchange them again before you merge.

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
        q = self.q_proj(x).view(B, self.n_heads, T, self.head_size)
        k = self.k_proj(x).view(B, self.n_heads, T, self.head_size)
        v = self.v_proj(x).view(B, self.n_heads, T, self.head_size)
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
