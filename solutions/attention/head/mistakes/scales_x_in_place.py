"""You scale x itself, in place, so that queries and keys come out scaled, and undo it for the values. The caller's tensor is what the residual connection adds, and it has changed; an x that asks for gradients makes this line an error. Scale the scores.

fails: test_leaves_x_alone
"""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, n_embd, head_size, block_size, dropout=0.0):
        super().__init__()
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.block_size = block_size
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, C = x.shape
        if T > self.block_size:
            raise ValueError("x is longer than block_size")
        v = self.value(x)
        if not x.requires_grad:
            x *= v.shape[-1] ** -0.25
        else:
            x = x * v.shape[-1] ** -0.25
        wei = self.query(x) @ self.key(x).transpose(-2, -1)
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        wei = torch.softmax(wei, dim=-1)
        wei = self.dropout(wei)
        return wei @ v
