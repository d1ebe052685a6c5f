"""You keep norm and f in a plain list. A module sees only modules that are attributes or in a `ModuleList`: the optimizer gets no parameters from yours, `.to()` and `eval()` reach neither.

fails: test_parameters
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.parts = [norm, f]

    def forward(self, x):
        norm, f = self.parts
        return x + f(norm(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.parts = [norm, f]

    def forward(self, x):
        norm, f = self.parts
        return norm(x + f(x))
