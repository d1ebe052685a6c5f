"""einsum, the scale on the way down, a dropout mask by hand, a flag and a buffer for merging."""

import math

import torch
from torch import Tensor, nn


class LoRALinear(nn.Module):
    """The same layer, put together in another order."""

    def __init__(self, base: nn.Linear, r: int, alpha: float = 16.0, dropout: float = 0.0) -> None:
        super().__init__()
        if r <= 0:
            raise ValueError("rank")
        kind = {"dtype": base.weight.dtype, "device": base.weight.device}
        self.lora_a = nn.Parameter(torch.empty(r, base.in_features, **kind))
        self.lora_b = nn.Parameter(torch.zeros(base.out_features, r, **kind))
        nn.init.kaiming_uniform_(self.lora_a, a=math.sqrt(5))
        self.base = base
        for p in base.parameters():
            p.requires_grad = False
        self.r, self.alpha, self.p = r, alpha, dropout
        self.merged = False
        self.register_buffer("kept", torch.zeros(0, **kind), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Scale what comes down to r features."""
        if self.merged:
            return nn.functional.linear(x, self.base.weight, self.base.bias)
        given = x
        if self.training and self.p > 0:
            given = x * (torch.rand(x.shape, device=x.device) >= self.p).to(x.dtype) / (1 - self.p)
        down = torch.einsum("...i,ri->...r", given, self.lora_a) * (self.alpha / self.r)
        return torch.einsum("...r,or->...o", down, self.lora_b) + self.base(x)

    def merge(self) -> None:
        """Write the sum into the weight's data."""
        if not self.merged:
            self.kept = self.base.weight.data.clone()
            update = torch.einsum("or,ri->oi", self.lora_b.data, self.lora_a.data)
            self.base.weight.data.add_(update, alpha=self.alpha / self.r)
        self.merged = True

    def unmerge(self) -> None:
        """Write the kept numbers back."""
        if self.merged:
            self.base.weight.data.copy_(self.kept)
        self.merged = False
