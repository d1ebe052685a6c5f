"""The update as two linear layers' functions; while merged, the own weight waits in a list."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LoRALinear(nn.Module):
    """An explicit state: a list that holds the own weight or nothing."""

    def __init__(self, base: nn.Linear, r: int, alpha: float = 16.0, dropout: float = 0.0) -> None:
        super().__init__()
        if not r >= 1:
            raise ValueError("r counts features, so it is 1 or more")
        self.base, self.drop = base.requires_grad_(False), nn.Dropout(dropout)
        self.factor = alpha / r
        start = (torch.rand(r, base.in_features) * 2 - 1) / base.in_features**0.5
        self.lora_a = nn.Parameter(start.to(base.weight))
        self.lora_b = nn.Parameter(torch.zeros_like(base.weight[:, :1]).repeat(1, r))
        self.waiting: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        """Add the thin way where nothing waits."""
        wide = F.linear(x, self.base.weight, self.base.bias)
        if self.waiting:
            return wide
        thin = F.linear(self.drop(x), self.lora_a)
        return torch.add(wide, F.linear(thin, self.lora_b), alpha=self.factor)

    def merge(self) -> None:
        """Let the own weight wait."""
        if not self.waiting:
            weight = self.base.weight.detach()
            self.waiting.append(weight.clone())
            weight.addmm_(self.lora_b.detach(), self.lora_a.detach(), alpha=self.factor)

    def unmerge(self) -> None:
        """Call it back."""
        while self.waiting:
            self.base.weight.detach().copy_(self.waiting.pop())
