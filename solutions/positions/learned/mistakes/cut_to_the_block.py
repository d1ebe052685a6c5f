"""Positions beyond the block raise nothing in your layer: they share the last one, or what does not fit is only printed or returned. The caller goes on with vectors that cannot be told apart, or with none. Raise ValueError; cropping is the caller's choice.

fails: test_beyond_the_block
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
        pos = torch.arange(offset, offset + T, device=idx.device).clamp(max=self.block_size - 1)
        tok = self.token_embd(idx)
        pos = self.position_embd(pos)
        return tok + pos
