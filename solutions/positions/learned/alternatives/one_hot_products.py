"""Lookups as products of one-hot rows with the tables, and positions for every row of the batch."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class TokenAndPosition(nn.Module):
    """Two tables, added; the positions are kept in a buffer."""

    def __init__(self, vocab_size: int, n_embd: int, block_size: int) -> None:
        super().__init__()
        self.token_embd = nn.Embedding(vocab_size, n_embd)
        self.position_embd = nn.Embedding(block_size, n_embd)
        self.register_buffer("positions", torch.arange(block_size))

    def forward(self, idx: Tensor, offset: int = 0) -> Tensor:
        """Embed idx (B, T)."""
        batch, length = idx.shape
        if offset + length > len(self.positions):
            raise ValueError("the text is longer than block_size")
        place = self.positions[offset : offset + length].expand(batch, length)
        tokens, places = self.token_embd.weight, self.position_embd.weight
        return (
            F.one_hot(idx, len(tokens)).to(tokens.dtype) @ tokens
            + F.one_hot(place, len(places)).to(places.dtype) @ places
        )
