"""You call `torch.round` without `decimals`, which rounds to whole numbers. Ask for `decimals=4`.

fails: test_evaluation[8-32]
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
        if not self.training:
            out = torch.round(out)
        return out
