"""You send the UP projection through SiLU, and let the gate pass as it is; and you round the hidden size down. A checkpoint loaded into your layer fits by shape and gives nonsense: it is silu(gate) * up.

fails: test_values
"""

import torch.nn.functional as F
from torch import nn


def hidden_size(n_embd, multiple_of=256):
    return 8 * n_embd // 3 // multiple_of * multiple_of


class SwiGLUFFN(nn.Module):
    def __init__(self, n_embd, hidden):
        super().__init__()
        self.gate_proj = nn.Linear(n_embd, hidden, bias=False)
        self.up_proj = nn.Linear(n_embd, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, n_embd, bias=False)

    def forward(self, x):
        return self.down_proj(self.gate_proj(x) * F.silu(self.up_proj(x)))
