"""You copy the modules that you are given. Weights that are shared, loaded or changed outside no longer reach the wrapper. Keep the objects themselves.

fails: test_same_objects
"""

import copy

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = copy.deepcopy(norm)
        self.f = copy.deepcopy(f)

    def forward(self, x):
        return x + self.f(self.norm(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = copy.deepcopy(norm)
        self.f = copy.deepcopy(f)

    def forward(self, x):
        return self.norm(x + self.f(x))
