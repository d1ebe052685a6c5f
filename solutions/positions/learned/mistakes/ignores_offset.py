"""You count positions from 0 whatever the offset. When a text is continued token by token, each new token would stand at the beginning.

fails: test_offset
"""

import torch
from torch import nn


class TokenAndPosition(nn.Module):
    def __init__(self, vocab_size, n_embd, block_size):
        super().__init__()
        self.token_embd = nn.Embedding(vocab_size, n_embd)
        self.position_embd = nn.Embedding(block_size, n_embd)
        self.block_size = block_size

    def forward(self, idx, offset=0):
        B, T = idx.shape
        if offset + T > self.block_size:
            raise ValueError("the text is longer than block_size")
        pos = torch.arange(T, device=idx.device)
        tok = self.token_embd(idx)
        pos = self.position_embd(pos)
        return tok + pos
