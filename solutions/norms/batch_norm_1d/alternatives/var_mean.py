"""Statistics from `var_mean`, running ones by weighted sums, the batches counted as in PyTorch."""

import torch
from torch import Tensor, nn


class BatchNorm1d(nn.Module):
    """Batch normalisation of (B, C), with one more buffer that counts the batches."""

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("batches", torch.tensor(0))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise x (B, C)."""
        var, mean = self.running_var, self.running_mean
        if self.training:
            if len(x) < 2:
                raise ValueError("one sample has no variance")
            var, mean = torch.var_mean(x, dim=0, keepdim=True, correction=0)
            self.running_mean.mul_(1 - self.momentum).add_(x.detach().mean(0), alpha=self.momentum)
            self.running_var.mul_(1 - self.momentum).add_(x.detach().var(0), alpha=self.momentum)
            self.batches += 1
        normed = (x - mean) / (var + self.eps).sqrt()
        return torch.addcmul(self.bias, normed, self.weight)
