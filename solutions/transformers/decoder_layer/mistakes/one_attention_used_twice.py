"""Both attentions use the weights of `self_attn`. They do different work, and each needs its own four matrices.

fails: test_cross_attention_alone
"""

import torch
import torch.nn.functional as F
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
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x, source, hidden=None):
        B, T, C = x.shape
        S = source.shape[1]
        q = self.q_proj(x).reshape(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = self.k_proj(source).reshape(B, S, self.n_heads, self.head_size).transpose(1, 2)
        v = self.v_proj(source).reshape(B, S, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        if hidden is not None:
            scores = scores.masked_fill(hidden, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, T, C)
        return self.out_proj(out)


class DecoderLayer(nn.Module):
    def __init__(self, n_embd, n_heads, d_ff, dropout=0.0):
        super().__init__()
        self.self_attn = MultiHeadAttention(n_embd, n_heads)
        self.cross_attn = MultiHeadAttention(n_embd, n_heads)
        self.ffn_in = nn.Linear(n_embd, d_ff)
        self.ffn_out = nn.Linear(d_ff, n_embd)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.ln_3 = nn.LayerNorm(n_embd)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, memory, memory_padding=None):
        T, S = x.shape[1], memory.shape[1]
        future = torch.ones(T, T, device=x.device).triu(1) == 1
        padding = None
        if memory_padding is not None:
            padding = memory_padding[:, None, None, :]
        x = self.ln_1(x + self.drop(self.self_attn(x, x, future)))
        x = self.ln_2(x + self.drop(self.self_attn(x, memory, padding)))
        x = self.ln_3(x + self.drop(self.ffn_out(F.relu(self.ffn_in(x)))))
        return x
