"""You call `F.dropout` without telling it the mode, and its default is to drop. Evaluation is then random. Pass `training=self.training`, or use `nn.Dropout`, which knows.

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
        branch = torch.nn.functional.dropout(self.down(hidden), self.dropout.p)
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
