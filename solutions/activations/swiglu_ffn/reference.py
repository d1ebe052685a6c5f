"""The SwiGLU feed-forward layer: a gate, what it gates, and the way back.

Shapes: x (..., C); gate and up (..., H); C is n_embd, H the hidden size. The limits: no bias,
no dropout; residual and norm are the block's.
"""

import torch.nn.functional as F
from torch import Tensor, nn


def hidden_size(n_embd: int, multiple_of: int = 256) -> int:
    """Return two thirds of 4 * n_embd, rounded up to a multiple (Touvron et al. 2023)."""
    # Three matrices in place of two: at two thirds of the usual width they weigh the same.
    size = 8 * n_embd // 3
    # Up to the next multiple is down from one less than a whole multiple further.
    return (size + multiple_of - 1) // multiple_of * multiple_of


class SwiGLUFFN(nn.Module):
    """down(silu(gate(x)) * up(x)) (Shazeer 2020)."""

    def __init__(self, n_embd: int, hidden: int) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(n_embd, hidden, bias=False)
        self.up_proj = nn.Linear(n_embd, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, n_embd, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Gate the up projection and project down; x (..., C)."""
        # The gate opens smoothly; what passes it, up, is not bent at all.
        gate = F.silu(self.gate_proj(x))  # (..., H)
        return self.down_proj(gate * self.up_proj(x))  # (..., C)
