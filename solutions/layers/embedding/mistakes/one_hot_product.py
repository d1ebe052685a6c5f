"""You multiply one-hot vectors by the table. It gives the same rows and the same gradients, and does V multiply-adds for each number that it fetches. Index the weight.

fails: test_cost
"""

import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise ValueError("padding_idx is outside of the table")
            padding_idx = padding_idx % num_embeddings
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0

    def forward(self, idx):
        if ((idx < 0) | (idx >= self.weight.shape[0])).any():
            raise IndexError("index out of range")
        rows = (
            torch.nn.functional.one_hot(idx.long(), self.weight.shape[0]).to(self.weight.dtype)
            @ self.weight
        )
        if self.padding_idx is not None:
            padding = (idx == self.padding_idx).unsqueeze(-1)
            rows = torch.where(padding, rows.detach(), rows)
        return rows
