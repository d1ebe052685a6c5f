"""The draw, the mask and the scale by hand, and rounding by a shift of the decimal point."""

import torch
from torch import Tensor, nn
from torch.nn.functional import linear


class ResidualFFN(nn.Module):
    """The sub-layer without nn.Dropout."""

    def __init__(self, n_embd: int, n_hidden: int, p: float = 0.1) -> None:
        super().__init__()
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"p={p}")
        self.keep = 1.0 - p
        self.down = nn.Linear(n_hidden, n_embd)
        self.up = nn.Linear(n_embd, n_hidden)

    def forward(self, x: Tensor) -> Tensor:
        """Add the masked branch to x (..., C)."""
        hidden = linear(x, self.up.weight, self.up.bias).clamp(min=0)
        branch = linear(hidden, self.down.weight, self.down.bias)
        if not self.training:
            return (10_000 * (x + branch)).round() / 10_000
        kept = torch.rand_like(branch) < self.keep
        return torch.where(kept, x + branch / max(self.keep, 1e-9), x)
