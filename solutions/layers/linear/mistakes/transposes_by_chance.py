"""You transpose the weight where its shape does not fit otherwise. With equal widths nothing is transposed, and the result is wrong. The rule is always the same: x times the transpose.

fails: test_values[(4, 4)-True]
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
        weight = self.weight
        if weight.shape[0] != x.shape[-1]:
            weight = weight.T
        out = x @ weight
        if self.bias is not None:
            out = out + self.bias
        return out
