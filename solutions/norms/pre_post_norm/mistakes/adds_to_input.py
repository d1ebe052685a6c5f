"""You add to x in place. The caller's tensor is overwritten, and where autograd needs it, the backward pass fails or is wrong. `x + ...` makes a new one.

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
        return x + out if x.requires_grad or out.requires_grad else x.add_(out)


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))
