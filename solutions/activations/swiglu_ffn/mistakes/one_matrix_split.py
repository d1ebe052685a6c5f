"""You keep one matrix for gate and up together, and split its result. That is a good way to compute it, but the parameters are to have the names and shapes of the statement, or no other layer's weights can be loaded.

fails: test_parameters
"""

import torch.nn.functional as F
from torch import nn


def hidden_size(n_embd, multiple_of=256):
    hidden = 8 * n_embd // 3
    return hidden + multiple_of - hidden % multiple_of


class SwiGLUFFN(nn.Module):
    def __init__(self, n_embd, hidden):
        super().__init__()
        self.gate_up_proj = nn.Linear(n_embd, 2 * hidden, bias=False)
        self.down_proj = nn.Linear(hidden, n_embd, bias=False)

    def forward(self, x):
        gate, up = self.gate_up_proj(x).chunk(2, dim=-1)
        return self.down_proj(F.silu(gate) * up)
