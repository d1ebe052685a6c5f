"""You draw one mask over the features and use it for every token, so all tokens of a batch lose the same features in a step. Draw in the shape of the branch.

fails: test_rate[0.5]
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
        branch = self.down(hidden)
        branch = branch * self.dropout(torch.ones_like(self.down.bias))
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
