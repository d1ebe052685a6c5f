"""The residual saved first, then one name for everything; dropout as a function."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ResidualFFN(nn.Module):
    """The sub-layer with F.dropout, which has to be told the mode."""

    def __init__(self, n_embd: int, n_hidden: int, p: float = 0.1) -> None:
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError("p must be in [0, 1]")
        self.p = p
        self.up, self.down = nn.Linear(n_embd, n_hidden), nn.Linear(n_hidden, n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """Overwrite the name x, not the tensor (..., C)."""
        residual = x
        x = F.relu(self.up(x), inplace=True)
        x = F.dropout(self.down(x), self.p, training=self.training)
        x = torch.add(residual, x)
        if not self.training:
            x = torch.round(x * 1e4) * 1e-4
        return x
