"""PyTorch's own lookup in the problem's entry points."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Embedding(nn.Module):
    """A table of learned rows, read by `F.embedding`."""

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None
    ) -> None:
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))

    def forward(self, idx: Tensor) -> Tensor:
        """Call `torch.nn.functional.embedding`; idx of any shape."""
        return F.embedding(idx, self.weight, self.padding_idx)
