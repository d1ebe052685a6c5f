"""Both first projections in one product; SiLU written out; the size through `math.ceil`."""

import math

import torch
from torch import Tensor, nn


def hidden_size(n_embd: int, multiple_of: int = 256) -> int:
    """Count the multiples."""
    return multiple_of * math.ceil(int(2 * (4 * n_embd) / 3) / multiple_of)


class SwiGLUFFN(nn.Module):
    """Three weights, two products."""

    def __init__(self, n_embd: int, hidden: int) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(n_embd, hidden, bias=False)
        self.up_proj = nn.Linear(n_embd, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, n_embd, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Stack, multiply, split, gate, project."""
        both = x @ torch.cat([self.gate_proj.weight, self.up_proj.weight]).T
        gate, up = both.chunk(2, dim=-1)
        return (gate * torch.sigmoid(gate) * up) @ self.down_proj.weight.T
