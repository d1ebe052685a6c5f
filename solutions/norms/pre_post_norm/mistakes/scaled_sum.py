"""You divide the sum by the root of two to keep its variance. Some models do so; here the plain sum is asked for, and PostNorm has a norm for that.

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
        return (x + self.f(self.norm(x))) / 2**0.5


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))
