"""Means as a product with a vector of ones, variances as the diagonal of the covariance."""

import torch
from torch import Tensor, nn


class BatchNorm1d(nn.Module):
    """Batch normalisation of (B, C) by matrix products; new tensors become the buffers."""

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise x (B, C)."""
        if not self.training:
            scale = self.weight / torch.sqrt(self.running_var + self.eps)
            return x * scale + (self.bias - self.running_mean * scale)
        if (count := x.shape[0]) < 2:
            raise ValueError("one sample has no variance")
        mean = x[0] + (x.new_ones(1, count) @ (x - x[0])).squeeze(0) / count
        centred = x - mean
        squares = (centred.T @ centred).diagonal()
        old, new = 1 - self.momentum, self.momentum
        self.running_mean = old * self.running_mean + new * mean.detach()
        self.running_var = old * self.running_var + new * squares.detach() / (count - 1)
        return (
            torch.einsum("bc,c->bc", centred, self.weight / (squares / count + self.eps) ** 0.5)
            + self.bias
        )
