"""You return the token's vector alone. Without its position the model cannot tell the order of its tokens: attention treats them as a set.

fails: test_values
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
        pos = torch.arange(offset, offset + T, device=idx.device)
        tok = self.token_embd(idx)
        pos = self.position_embd(pos)
        return tok
