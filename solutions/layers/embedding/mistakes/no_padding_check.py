"""You wrap the padding index around the table, however far outside it lies. A mistyped one then silences some real token. Raise ValueError outside [-V, V).

fails: test_padding_out_of_range
"""

import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        if padding_idx is not None:
            padding_idx = padding_idx % num_embeddings
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0

    def forward(self, idx):
        if ((idx < 0) | (idx >= self.weight.shape[0])).any():
            raise IndexError("index out of range")
        rows = self.weight[idx]
        if self.padding_idx is not None:
            padding = (idx == self.padding_idx).unsqueeze(-1)
            rows = torch.where(padding, rows.detach(), rows)
        return rows
