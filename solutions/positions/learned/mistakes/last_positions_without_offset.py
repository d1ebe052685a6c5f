"""You take the last T rows of the table, as if every text ended at the end of the block, and leave the offset out. Column t stands at position offset + t, counted from the front.

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
        B, T = idx.shape
        if offset + T > self.block_size:
            raise ValueError("the text is longer than block_size")
        return self.token_embd(idx) + self.position_embd.weight[-T:]
