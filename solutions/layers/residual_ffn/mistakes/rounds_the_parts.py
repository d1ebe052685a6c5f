"""You round after each step. Rounding errors of the hidden layer are then multiplied by the weights of down, and the last decimals are wrong. Round once, at the very end.

fails: test_rounds_the_sum
"""

import torch
from torch import nn


class ResidualFFN(nn.Module):
    def __init__(self, n_embd, n_hidden, p=0.1):
        super().__init__()
        self.up = nn.Linear(n_embd, n_hidden)
        self.down = nn.Linear(n_hidden, n_embd)
        self.dropout = nn.Dropout(p)

    def forward(self, x):
        hidden = torch.relu(self.up(x))
        if not self.training:
            hidden = torch.round(hidden, decimals=4)
        branch = self.dropout(self.down(hidden))
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
