"""You keep the first mask and use it again. The same elements are then missing at every step, and the network is simply a smaller one. Draw anew in every call.

fails: test_each_call_is_fresh
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
            if getattr(self, "mask", branch.new_zeros(0)).shape != branch.shape:
                self.mask = self.dropout(torch.ones_like(branch))
            branch = branch * self.mask
        out = x + branch
        if not self.training:
            out = torch.round(out, decimals=4)
        return out
