"""You keep lora_a as `(I, r)` and lora_b as `(r, O)`, as the formula x @ A @ B reads. The statement stores them as linear layers do, one row for each output, so that weights can be exchanged. You also forget that merged means no update in forward.

fails: test_parameters
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha=16.0, dropout=0.0):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.scale = alpha / r
        self.drop = nn.Dropout(dropout)
        w = base.weight
        self.lora_a = nn.Parameter(
            torch.randn(base.in_features, r, dtype=w.dtype, device=w.device) * 0.01
        )
        self.lora_b = nn.Parameter(
            torch.zeros(r, base.out_features, dtype=w.dtype, device=w.device)
        )
        self.merged = False

    def forward(self, x):
        return self.base(x) + self.scale * (self.drop(x) @ self.lora_a @ self.lora_b)

    def merge(self):
        if not self.merged:
            self.base.weight.data += self.scale * (self.lora_a @ self.lora_b).T
            self.merged = True

    def unmerge(self):
        if self.merged:
            self.base.weight.data -= self.scale * (self.lora_a @ self.lora_b).T
            self.merged = False
