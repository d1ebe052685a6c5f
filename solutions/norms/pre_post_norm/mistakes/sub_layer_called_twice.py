"""You call f once more to look at the shape of its result. A random sub-layer then draws twice, a layer that counts or caches is confused, and the time doubles. Call it once and keep the result.

fails: test_called_once
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        if self.f(self.norm(x)).shape != x.shape:
            raise ValueError("f changes the shape")
        return x + self.f(self.norm(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))
