"""You look the tokens up in both tables: the second is a table of POSITIONS, and its index is where a token stands, not which token it is. A token beyond block_size would not even be found there.

fails: test_values
"""

from torch import nn


class TokenAndPosition(nn.Module):
    def __init__(self, vocab_size, n_embd, block_size):
        super().__init__()
        self.token_embd = nn.Embedding(vocab_size, n_embd)
        self.position_embd = nn.Embedding(block_size, n_embd)
        self.block_size = block_size

    def forward(self, idx, offset=0):
        if offset + idx.shape[1] > self.block_size:
            raise ValueError("the text is longer than block_size")
        return self.token_embd(idx) + self.position_embd(idx % self.block_size)
