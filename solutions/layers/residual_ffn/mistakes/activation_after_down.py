"""You apply ReLU to the result of down. The branch can then only ever add to a feature and never take away. ReLU stands between up and down only.

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
        branch = self.dropout(torch.relu(self.down(hidden)))
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
