"""You reshape x to rows of in_features numbers, whatever its last dimension is. Where it does not fit, features of different rows are mixed, or a batch changes its length. Let the product refuse it.

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
        rows = x.reshape(-1, self.in_features) if x.numel() % self.in_features == 0 else x
        out = rows @ self.weight.T
        out = (
            out.reshape(*x.shape[:-1], self.weight.shape[0])
            if x.shape[-1] == self.in_features
            else out
        )
        if self.bias is not None:
            out = out + self.bias
        return out
