"""A boolean triangle, a bias of minus infinity, einsum, and dropout drawn by hand."""

import torch
from torch import Tensor, nn


class Head(nn.Module):
    """One head of causal self-attention."""

    def __init__(self, n_embd: int, head_size: int, block_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        position = torch.arange(block_size)
        self.register_buffer("tril", position[:, None] >= position)
        self.p = dropout

    def forward(self, x: Tensor) -> Tensor:
        """Attend; x (B, T, C)."""
        length = x.size(1)
        if length > self.tril.size(0):
            raise ValueError("the sequence is longer than block_size")
        scores = torch.einsum("bid,bjd->bij", self.query(x), self.key(x))
        scores = scores / self.query.out_features**0.5
        scores = torch.where(self.tril[:length, :length], scores, float("-inf"))
        weights = torch.exp(scores - torch.logsumexp(scores, dim=-1, keepdim=True))
        if self.training and self.p > 0:
            kept = torch.rand(weights.shape, device=x.device) >= self.p
            weights = weights * kept / (1 - self.p)
        return torch.einsum("bij,bjd->bid", weights, self.value(x))
