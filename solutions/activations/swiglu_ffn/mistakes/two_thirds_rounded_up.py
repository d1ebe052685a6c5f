"""You round two thirds of 4C up before you look for the multiple. It is rounded down: with 1 feature and multiple_of=1 the size is 2, not 3.

fails: test_multiple_of
"""

import torch
import torch.nn.functional as F
from torch import nn


def hidden_size(n_embd, multiple_of=256):
    hidden = -(-8 * n_embd // 3)
    return multiple_of * ((hidden + multiple_of - 1) // multiple_of)


class SwiGLUFFN(nn.Module):
    def __init__(self, n_embd, hidden):
        super().__init__()
        self.gate_proj = nn.Linear(n_embd, hidden, bias=False)
        self.up_proj = nn.Linear(n_embd, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, n_embd, bias=False)

    def forward(self, x):
        gate = self.gate_proj(x)
        up = self.up_proj(x)
        return self.down_proj(F.silu(gate) * up)
