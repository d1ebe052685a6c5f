"""You clamp the tokens in place to what the position table has room for. The caller's text is changed, and every token beyond block_size becomes another one. The two tables have their own indices: leave idx as it is.

fails: test_leaves_idx_alone
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
        tok = self.token_embd(idx.clone())
        idx.clamp_(max=self.block_size - 1)
        pos = self.position_embd(pos)
        return tok + pos
