"""With `bias=False` your layer has no attribute `bias` at all. Code that asks `layer.bias is None` breaks. Set it to None.

fails: test_parameters
"""

import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        bound = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))

    def forward(self, x):
        out = x @ self.weight.T
        if hasattr(self, "bias"):
            out = out + self.bias
        return out
