"""Your tables have each other's size: the tokens' has block_size rows and the positions' has vocab_size. The first is indexed by what a token is, the second by where it stands.

fails: test_parameters
"""

import torch
from torch import nn


class TokenAndPosition(nn.Module):
    def __init__(self, vocab_size, n_embd, block_size):
        super().__init__()
        self.token_embd = nn.Embedding(block_size, n_embd)
        self.position_embd = nn.Embedding(vocab_size, n_embd)
        self.block_size = block_size

    def forward(self, idx, offset=0):
        B, T = idx.shape
        if offset + T > self.block_size:
            raise ValueError("the text is longer than block_size")
        pos = torch.arange(offset, offset + T, device=idx.device)
        tok = self.token_embd(idx)
        pos = self.position_embd(pos)
        return tok + pos
