"""You drop elements and leave the others as they are. The branch is then smaller in training than in evaluation by a factor of 1 - p. Divide what is kept by 1 - p, or let `nn.Dropout` do it.

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
        if self.training:
            branch = branch * (torch.rand_like(branch) >= self.dropout.p)
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
