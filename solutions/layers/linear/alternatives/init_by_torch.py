"""The initial values by torch.nn.init, and the map as an einsum."""

import math

import torch
from torch import Tensor, nn


class Linear(nn.Module):
    """y_o = sum_i W_oi x_i + b_o."""

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features))
            bound = 1 / math.sqrt(in_features)
            nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, x: Tensor) -> Tensor:
        """Sum over the feature that x and the weight share; x (..., i)."""
        if x.shape[-1] != self.in_features:
            raise ValueError(f"{x.shape[-1]} features, not {self.in_features}")
        y = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is not None:
            y = y + self.bias
        return y
