"""Your bias has one number for each INPUT and is added to x. Then it passes through the weight, and is no free offset of the outputs. Shape (out,), added at the end.

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
            self.bias = nn.Parameter(torch.empty(in_features).uniform_(-bound, bound))
        else:
            self.bias = None

    def forward(self, x):
        out = x
        if self.bias is not None:
            out = x + self.bias
        return out @ self.weight.T
