"""You add in float32 and return float32. Residual streams are sometimes kept so, but not here: the result comes back in the dtype of x.

fails: test_keeps_dtype
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return x.float() + self.f(self.norm(x)).float()


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))
