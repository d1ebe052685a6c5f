"""What you keep is the weight itself under another name, not a copy: merge adds to it as well, and unmerge copies it onto itself. Clone it before you add.

fails: test_unmerge
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha=16.0, dropout=0.0):
        super().__init__()
        if r < 1:
            raise ValueError("r must be at least 1")
        self.base = base
        for p in self.base.parameters():
            p.requires_grad = False
        self.scale = alpha / r
        self.drop = nn.Dropout(dropout)
        w = base.weight
        self.lora_a = nn.Parameter(torch.empty(r, base.in_features, dtype=w.dtype, device=w.device))
        nn.init.kaiming_uniform_(self.lora_a, a=math.sqrt(5))
        self.lora_b = nn.Parameter(
            torch.zeros(base.out_features, r, dtype=w.dtype, device=w.device)
        )
        self.kept = None

    def forward(self, x):
        if self.kept is not None:
            return self.base(x)
        return self.base(x) + self.scale * (self.drop(x) @ self.lora_a.T @ self.lora_b.T)

    def merge(self):
        if self.kept is None:
            with torch.no_grad():
                self.kept = self.base.weight.detach()
                self.base.weight += self.scale * (self.lora_b @ self.lora_a)

    def unmerge(self):
        if self.kept is not None:
            with torch.no_grad():
                self.base.weight.copy_(self.kept)
                self.kept = None
