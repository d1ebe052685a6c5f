"""You draw the weight from a normal distribution scaled by sqrt(2 / in), and set the bias to zeros: Kaiming-NORMAL for ReLU. It is a good choice, and not what `nn.Linear` and this problem have: uniform within 1 / sqrt(in), the bias as well.

fails: test_initial_weight
"""

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(
            torch.randn(out_features, in_features) * (2 / in_features) ** 0.5
        )
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, x):
        out = torch.matmul(x, self.weight.t())
        if self.bias is not None:
            out += self.bias
        return out
