"""You add x in place to what f returned. That tensor is not yours: with an identity it is x itself, and otherwise f or a hook may have kept it. `x + ...` makes a new one.

fails: test_leaves_tensors_alone
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        out = self.f(self.norm(x))
        return x + out if out.requires_grad else out.add_(x)


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        out = self.f(x)
        return self.norm(x + out if out.requires_grad else out.add_(x))
