"""You round with `floor(x * 10000 + 0.5)`, which takes every half upwards. `torch.round` takes halves to the even neighbour, so that rounding many numbers does not shift their mean.

fails: test_halves
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
            out = torch.floor(out * 10000 + 0.5) / 10000
        return out
