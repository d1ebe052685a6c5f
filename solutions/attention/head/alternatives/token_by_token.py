"""Each token with the keys and values up to it; the triangle only says how far that is."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Head(nn.Module):
    """One head of causal self-attention."""

    def __init__(self, n_embd: int, head_size: int, block_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        for name in ("query", "key", "value"):
            self.add_module(name, nn.Linear(n_embd, head_size, bias=False))
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.p = dropout

    def forward(self, x: Tensor) -> Tensor:
        """Attend; x (B, T, C)."""
        if x.shape[1] > len(self.tril):
            raise ValueError("the sequence is longer than block_size")
        q, k, v = self.query(x), self.key(x), self.value(x)
        rows = []
        for i, row in enumerate(self.tril[: x.shape[1]]):
            seen = int(row.sum())
            scores = (k[:, :seen] * q[:, i : i + 1]).sum(dim=-1) / k.shape[-1] ** 0.5  # (B, seen)
            weights = F.dropout(scores.softmax(dim=-1), self.p, self.training)
            rows.append((weights[..., None] * v[:, :seen]).sum(dim=1))
        return torch.stack(rows, dim=1)
