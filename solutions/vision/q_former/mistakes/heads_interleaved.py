"""You split C into (head_size, n_heads), so that head h gets every n_heads-th feature. It works on neighbouring features: split C into (n_heads, head_size), the head first.

fails: test_attention_alone
"""

import torch
import torch.nn.functional as F
from torch import nn


class QFormer(nn.Module):
    def __init__(self, n_queries, n_embd, n_heads, image_dim):
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.queries = nn.Parameter(torch.randn(1, n_queries, n_embd))
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.v_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)

    def forward(self, image_tokens, padding=None):
        B, N, E = image_tokens.shape
        x = self.queries.expand(B, -1, -1)
        Q, C = x.shape[1:]
        q = (
            self.q_proj(self.ln_1(x))
            .reshape(B, Q, self.head_size, self.n_heads)
            .permute(0, 3, 1, 2)
        )
        k = (
            self.k_proj(image_tokens)
            .reshape(B, N, self.head_size, self.n_heads)
            .permute(0, 3, 1, 2)
        )
        v = (
            self.v_proj(image_tokens)
            .reshape(B, N, self.head_size, self.n_heads)
            .permute(0, 3, 1, 2)
        )
        scores = q @ k.transpose(-2, -1) / self.head_size**0.5
        if padding is not None:
            scores = scores.masked_fill(padding[:, None, None, :], float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, Q, C)
        x = x + self.out_proj(out)
        x = x + self.ffn_out(F.gelu(self.ffn_in(self.ln_2(x))))
        return x
