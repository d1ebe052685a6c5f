"""You draw one row and repeat it. All outputs then start as one and the same and get gradients that keep them alike. Draw each weight.

fails: test_initial_values_are_independent
"""

import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        bound = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(
            torch.empty(1, in_features).uniform_(-bound, bound).repeat(out_features, 1)
        )
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))
        else:
            self.bias = None

    def forward(self, x):
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out
