"""Your PostNorm normalises before the sub-layer as well. In post-norm f sees x as it is, and the only norm stands after the addition.

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
        return self.norm(x + self.f(self.norm(x)))
