"""You gate with a plain sigmoid, which is GLU, from before SwiGLU. SiLU is z * sigmoid(z).

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
        return self.down_proj(torch.sigmoid(gate) * up)
