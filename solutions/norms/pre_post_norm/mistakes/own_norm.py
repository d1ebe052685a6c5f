"""You make a LayerNorm of your own without parameters and leave out the one you are given, with its gain and bias. Use the norm that is handed in.

fails: test_parameters
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return x + self.f(nn.functional.layer_norm(x, x.shape[-1:]))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        x = x + self.f(x)
        return nn.functional.layer_norm(x, x.shape[-1:])
