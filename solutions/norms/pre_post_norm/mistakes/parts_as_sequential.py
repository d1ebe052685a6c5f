"""You put norm and f into a Sequential. The result is right, and the parameters are named `block.0...` where the problem asks for `norm...` and `f...`: a checkpoint no longer fits.

fails: test_parameters
"""

import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.block = nn.Sequential(norm, f)

    def forward(self, x):
        return x + self.block(x)


class PostNorm(nn.Module):
    def __init__(self, norm, f):
        super().__init__()
        self.block = nn.Sequential(norm, f)

    def forward(self, x):
        return self.block[0](x + self.block[1](x))
