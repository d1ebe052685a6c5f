"""You overwrite x with the first results and add it at the end, round nothing, and call `F.dropout` without the mode. What you add is the hidden layer, not the input. Save `residual = x` in the first line.

fails: test_evaluation[6-6]
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
        x = torch.relu(self.up(x))
        y = torch.nn.functional.dropout(self.down(x), self.dropout.p)
        return x + y
