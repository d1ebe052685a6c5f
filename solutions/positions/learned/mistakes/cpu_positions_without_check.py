"""You make the positions on the CPU and do not look whether they fit. On a GPU the lookup then meets tensors on two devices; and a text that is too long ends in an index error somewhere below. Take the device from idx and raise ValueError first.

fails: test_beyond_the_block
"""

import torch
from torch import nn


class TokenAndPosition(nn.Module):
    def __init__(self, vocab_size, n_embd, block_size):
        super().__init__()
        self.token_embd = nn.Embedding(vocab_size, n_embd)
        self.position_embd = nn.Embedding(block_size, n_embd)

    def forward(self, idx, offset=0):
        B, T = idx.shape
        pos = self.position_embd(torch.arange(offset, offset + T))
        return self.token_embd(idx) + pos
