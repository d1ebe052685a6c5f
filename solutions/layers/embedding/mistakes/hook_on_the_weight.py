"""You zero the padding row in a hook on the weight. That catches every gradient of the weight, also what comes from an output layer tied to it. Cut the gradient at the rows that YOUR lookup hands out.

fails: test_tied_gradient
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
        rows = self.weight[idx]
        if self.padding_idx is not None and self.weight.requires_grad and not hasattr(self, "hook"):
            keep = torch.ones_like(self.weight)
            keep[self.padding_idx] = 0
            self.hook = self.weight.register_hook(lambda grad: grad * keep)
        return rows
