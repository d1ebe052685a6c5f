"""You call `self.norm.forward(...)` and `self.f.forward(...)`. That goes round the module's call and with it all hooks, on which profilers, quantisation and sharding rely. Call the module itself.

fails: test_hooks_run
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return x + self.f.forward(self.norm.forward(x))


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x):
        return self.norm.forward(x + self.f.forward(x))
