"""Your range is sqrt(6 / in): Kaiming-uniform for ReLU, with a = 0. `nn.Linear` uses a = sqrt(5), which gives sqrt(1 / in), smaller by sqrt(6).

fails: test_initial_weight
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
            torch.empty(out_features, in_features).uniform_(-(6**0.5) * bound, 6**0.5 * bound)
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
