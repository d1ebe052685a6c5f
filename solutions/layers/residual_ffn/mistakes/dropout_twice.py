"""You drop hidden units and then elements of the result too. There is one dropout in this sub-layer, on the result of down.

fails: test_training[0.5]
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
        hidden = self.dropout(torch.relu(self.up(x)))
        branch = self.dropout(self.down(hidden))
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
