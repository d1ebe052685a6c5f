"""You build the classic layer: one projection up, an activation, one down, with biases and a hidden size of 4C. Here are two projections side by side, without biases; one of them gates the other, and the hidden size is two thirds of 4C, rounded.

fails: test_parameters
"""

import torch.nn.functional as F
from torch import nn


def hidden_size(n_embd, multiple_of=256):
    return 4 * n_embd


class SwiGLUFFN(nn.Module):
    def __init__(self, n_embd, hidden):
        super().__init__()
        self.up_proj = nn.Linear(n_embd, hidden)
        self.down_proj = nn.Linear(hidden, n_embd)

    def forward(self, x):
        return self.down_proj(F.silu(self.up_proj(x)))
