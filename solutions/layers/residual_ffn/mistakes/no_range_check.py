"""You take any p. With p = 1.5 everything is dropped, with p = -0.1 nothing is, without a word. Raise ValueError outside [0, 1], as `nn.Dropout` does.

fails: test_p_out_of_range[1.5]
"""

import torch
from torch import nn


class ResidualFFN(nn.Module):
    def __init__(self, n_embd, n_hidden, p=0.1):
        super().__init__()
        self.up = nn.Linear(n_embd, n_hidden)
        self.down = nn.Linear(n_hidden, n_embd)
        self.dropout = nn.Dropout(min(max(p, 0.0), 1.0))

    def forward(self, x):
        hidden = torch.relu(self.up(x))
        branch = self.dropout(self.down(hidden))
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
