"""Your PreNorm adds the normalised x to the sub-layer's result. The residual path is the x that came in; with yours each layer normalises the stream itself, and the unbroken path of additions is gone.

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
        x = self.norm(x)
        return x + self.f(x)


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))
