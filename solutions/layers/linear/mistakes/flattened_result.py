"""You flatten the leading dimensions and do not restore them. The result has the shape of x but for its last dimension.

fails: test_shape
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
        else:
            self.bias = None

    def forward(self, x):
        out = x.reshape(-1, self.in_features) @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out
