"""Your padding row starts with random values, and as it gets no gradient it keeps them. Set it to zero at the start.

fails: test_padding_row_at_first
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
                pass

    def forward(self, idx):
        if ((idx < 0) | (idx >= self.weight.shape[0])).any():
            raise IndexError("index out of range")
        rows = self.weight[idx]
        if self.padding_idx is not None:
            padding = (idx == self.padding_idx).unsqueeze(-1)
            rows = torch.where(padding, rows.detach(), rows)
        return rows
