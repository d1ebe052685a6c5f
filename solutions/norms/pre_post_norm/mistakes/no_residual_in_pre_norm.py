"""Your PreNorm returns f(norm(x)) alone. The addition of x is missing, and with it the path on which gradients reach early layers.

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
        return self.f(self.norm(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm(x + self.f(x))
