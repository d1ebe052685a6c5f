"""Your dropout falls on the sum, so elements of x itself are set to zero and the others are scaled up. The stream, and its gradient, are cut at every layer. Drop elements of the branch and add x afterwards.

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
        hidden = torch.relu(self.up(x))
        branch = self.down(hidden)
        out = self.dropout(x + branch)
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
