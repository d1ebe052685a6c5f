"""You round in training as well. Rounding is a staircase: its gradient is zero everywhere, so nothing below this layer would ever learn. Round in evaluation only.

fails: test_training_without_dropout
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
        branch = self.dropout(self.down(hidden))
        out = x + branch
        out = torch.round(out, decimals=4)
        return out
