"""Rows by `gather`, and a hook on the RESULT that puts zeros where the padding stands."""

import torch
from torch import Tensor, nn


class Embedding(nn.Module):
    """A table of learned rows."""

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(num_embeddings, embedding_dim))
        nn.init.normal_(self.weight)
        self.padding_idx = padding_idx
        if padding_idx is None:
            return
        if padding_idx < 0:
            self.padding_idx = padding_idx + num_embeddings
        if not 0 <= self.padding_idx < num_embeddings:
            raise ValueError("padding_idx is outside of the table")
        self.weight.data[self.padding_idx].zero_()

    def forward(self, idx: Tensor) -> Tensor:
        """Gather along the rows of the weight."""
        wrong = torch.logical_or(idx < 0, idx >= self.weight.size(0))
        if torch.any(wrong):
            raise IndexError("index out of range")
        features = self.weight.size(1)
        places = idx.long().reshape(-1, 1).expand(-1, features)
        rows = self.weight.gather(0, places).reshape((*idx.shape, features))
        if self.padding_idx is not None and rows.requires_grad:
            kept = (idx != self.padding_idx).unsqueeze(-1)
            rows.register_hook(lambda grad: grad * kept)
        return rows
