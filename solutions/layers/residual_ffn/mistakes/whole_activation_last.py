"""You put the ReLU after the addition and round in both modes. Without it between the two linear maps they are one linear map, and after it the stream can never be negative. ReLU stands between up and down.

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
        out = torch.relu(x + self.dropout(self.down(self.up(x))))
        return torch.round(out * 10000) / 10000
