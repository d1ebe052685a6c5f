"""The positions as a slice of the table's weight, without indices."""

from torch import Tensor, nn


class TokenAndPosition(nn.Module):
    """Two tables, added."""

    def __init__(self, vocab_size: int, n_embd: int, block_size: int) -> None:
        super().__init__()
        self.token_embd = nn.Embedding(vocab_size, n_embd)
        self.position_embd = nn.Embedding(block_size, n_embd)

    def forward(self, idx: Tensor, offset: int = 0) -> Tensor:
        """Embed idx (B, T)."""
        rows = self.position_embd.weight[offset : offset + idx.size(1)]
        if len(rows) < idx.size(1):
            raise ValueError("the text is longer than block_size")
        return self.token_embd.weight[idx] + rows
