"""You divide by 1 - p what `nn.Dropout` has divided already. Inverted dropout scales once.

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
        branch = self.dropout(self.down(hidden))
        if self.training and self.dropout.p < 1:
            branch = branch / (1 - self.dropout.p)
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
