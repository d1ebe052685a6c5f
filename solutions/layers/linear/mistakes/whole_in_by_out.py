"""Your weight is (in, out), drawn from a standard normal distribution, with a bias of zeros or no such attribute. The formula works out, but no checkpoint of `nn.Linear` fits, and outputs start sqrt(3 * in) times too large. Store (out, in), within 1 / sqrt(in).

fails: test_parameters
"""

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features))
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        out = x @ self.weight
        return out + self.bias if hasattr(self, "bias") else out
