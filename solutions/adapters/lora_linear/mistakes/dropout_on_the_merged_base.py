"""You drop elements of x before the base sees them, merged or not. The frozen model runs with noise that it was not trained with, and the merged layer, which is to be the base alone, is noisy in training mode as well. Dropout belongs on the way to lora_a, and nowhere else.

fails: test_evaluation_drops_nothing
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
        x = self.drop(x)
        if self.kept is not None:
            return self.base(x)
        return self.base(x) + self.scale * (x @ self.lora_a.T @ self.lora_b.T)

    def merge(self):
        if self.kept is None:
            with torch.no_grad():
                self.kept = self.base.weight.clone()
                self.base.weight += self.scale * (self.lora_b @ self.lora_a)

    def unmerge(self):
        if self.kept is not None:
            with torch.no_grad():
                self.base.weight.copy_(self.kept)
                self.kept = None
