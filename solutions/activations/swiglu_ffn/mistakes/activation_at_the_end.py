"""You apply another SiLU after the down projection. The output is added to the residual stream and must be free to be negative.

fails: test_values
"""

import torch
import torch.nn.functional as F
from torch import nn


def hidden_size(n_embd, multiple_of=256):
    hidden = int(2 * 4 * n_embd / 3)
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
        return F.silu(self.down_proj(F.silu(gate) * up))
