"""LoRA: a frozen linear layer, and beside it an update of low rank that is trained.

Shapes: x (..., I), result (..., O), base.weight (O, I), lora_a (r, I), lora_b (O, r). The limits:
one adapter at a time, dense weights.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LoRALinear(nn.Module):
    """base(x) + alpha / r * (x @ lora_a^T) @ lora_b^T (Hu et al. 2021).

    Args:
        base: the layer to adapt, from I features to O; it is frozen
        r: the rank of the update, at least 1
        alpha: the update is multiplied by alpha / r
        dropout: the probability of dropping an input of the update, in training

    Raises:
        ValueError: the rank is below 1
    """

    def __init__(self, base: nn.Linear, r: int, alpha: float = 16.0, dropout: float = 0.0) -> None:
        super().__init__()
        if r < 1:
            raise ValueError(f"the rank must be at least 1, not {r}")
        self.base = base.requires_grad_(False)  # weight and bias
        self.scale = alpha / r  # the sum of r terms keeps its size when r changes
        self.dropout = dropout

        # new_empty: in the dtype and on the device of the base, whatever they are.
        outputs, inputs = base.weight.shape
        bound = inputs**-0.5
        self.lora_a = nn.Parameter(base.weight.new_empty(r, inputs).uniform_(-bound, bound))
        # One of the two at zero: the layer starts as its base. Not both, or no gradient ever comes.
        self.lora_b = nn.Parameter(base.weight.new_zeros(outputs, r))

        self._own_weight: Tensor | None = None  # the base's weight, while another is in its place

    def forward(self, x: Tensor) -> Tensor:
        """Return the base's output plus the update's; x (..., I), result (..., O)."""
        out: Tensor = self.base(x)
        if self._own_weight is not None:
            return out
        # First down to r features, then up: nothing of size (O, I) is built.
        down = F.dropout(x, self.dropout, self.training) @ self.lora_a.T  # (..., r)
        return out + self.scale * (down @ self.lora_b.T)

    @torch.no_grad()
    def merge(self) -> None:
        """Add the update to the base's weight, so that forward needs the base alone."""
        if self._own_weight is None:
            # W + D - D is not W in floating point: only a copy brings it back exactly.
            self._own_weight = self.base.weight.clone()
            self.base.weight += self.scale * (self.lora_b @ self.lora_a)

    def unmerge(self) -> None:
        """Give the base its own weight back."""
        if self._own_weight is not None:
            self.base.weight.copy_(self._own_weight)
            self._own_weight = None
