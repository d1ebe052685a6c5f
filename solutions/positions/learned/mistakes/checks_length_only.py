"""You compare the length alone with block_size. One token at an offset of block_size is short and has no position: the end, offset + T, is what must fit.

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
        if T > self.block_size:
            raise ValueError("the text is longer than block_size")
        pos = torch.arange(offset, offset + T, device=idx.device)
        tok = self.token_embd(idx)
        pos = self.position_embd(pos)
        return tok + pos
