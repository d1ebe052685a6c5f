"""You look positions up without checking them. Beyond the table that is an IndexError here and a failed assertion on a GPU. Compare offset + T with block_size and raise ValueError.

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
        pos = torch.arange(offset, offset + T, device=idx.device)
        tok = self.token_embd(idx)
        pos = self.position_embd(pos)
        return tok + pos
