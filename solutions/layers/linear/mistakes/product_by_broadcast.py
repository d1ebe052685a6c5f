"""You multiply elementwise with broadcasting and sum. A last dimension of 1 is then stretched over all inputs in place of being refused, and the intermediate result holds all products. Use a matrix product.

fails: test_wrong_features
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
        out = (x.unsqueeze(-2) * self.weight).sum(-1)
        if self.bias is not None:
            out = out + self.bias
        return out
