"""You build the effective weight, base plus update, in every forward pass. It is a matrix of the full size each time, and dropout has no place to stand; go through the r features instead. Your unmerge subtracts what was added, which does not give the old bits back, and both matrices start random.

fails: test_starts_as_the_base
"""

import torch
import torch.nn.functional as F
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha=16.0, dropout=0.0):
        super().__init__()
        if r < 1:
            raise ValueError("r must be at least 1")
        self.base = base.requires_grad_(False)
        self.scale = alpha / r
        w = base.weight
        self.lora_a = nn.Parameter(
            torch.randn(r, base.in_features, dtype=w.dtype, device=w.device) * 0.01
        )
        self.lora_b = nn.Parameter(
            torch.randn(base.out_features, r, dtype=w.dtype, device=w.device) * 0.01
        )
        self.merged = False

    def forward(self, x):
        if self.merged:
            return self.base(x)
        weight = self.base.weight + self.scale * self.lora_b @ self.lora_a
        return F.linear(x, weight, self.base.bias)

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * self.lora_b @ self.lora_a
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * self.lora_b @ self.lora_a
            self.merged = False
