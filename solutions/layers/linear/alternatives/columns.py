"""The weight times the columns, rows flattened: W x^T, as in a textbook."""

import torch
from torch import Tensor, nn


class Linear(nn.Module):
    """y = (W x^T)^T + b."""

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        scale = in_features**-0.5
        self.weight = nn.Parameter((2 * torch.rand(out_features, in_features) - 1) * scale)
        self.bias = nn.Parameter((2 * torch.rand(out_features) - 1) * scale) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        """Flatten the leading dimensions of x (..., I), multiply, and unflatten."""
        outputs, inputs = self.weight.shape
        if x.shape[-1] != inputs:
            raise RuntimeError("the last dimension does not fit")
        columns = torch.mm(self.weight, x.reshape(-1, inputs).t())  # (O, N)
        if self.bias is not None:
            columns = columns + self.bias.unsqueeze(1)
        return columns.t().reshape(*x.shape[:-1], outputs)
