"""You swapped the two: your PreNorm normalises the sum and your PostNorm normalises before the sub-layer. The name says where the norm stands: pre, before f; post, after the addition.

fails: test_pre_norm
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return x + self.f(self.norm(x))
