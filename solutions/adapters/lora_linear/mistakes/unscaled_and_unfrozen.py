"""You leave out alpha / r, you do not freeze the base, and merging adds the update each time it is called. The optimizer then trains the whole weight, the update has another size at every rank, and a second merge doubles it.

fails: test_parameters
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha=16.0, dropout=0.0):
        super().__init__()
        if r < 1:
            raise ValueError("r must be at least 1")
        self.base = base
        w = base.weight
        self.lora_a = nn.Parameter(torch.randn(r, base.in_features, dtype=w.dtype, device=w.device))
        self.lora_b = nn.Parameter(
            torch.zeros(base.out_features, r, dtype=w.dtype, device=w.device)
        )

    def forward(self, x):
        return self.base(x) + x @ self.lora_a.T @ self.lora_b.T

    def merge(self):
        with torch.no_grad():
            self.base.weight += self.lora_b @ self.lora_a

    def unmerge(self):
        with torch.no_grad():
            self.base.weight -= self.lora_b @ self.lora_a
