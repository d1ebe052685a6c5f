"""Your PostNorm adds x after the norm, x + norm(f(x)). It normalises the sum: the addition stands inside.

fails: test_post_norm
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return x + self.f(self.norm(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return x + self.norm(self.f(x))
