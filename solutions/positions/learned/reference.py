"""Learned positions: a table of tokens and a table of positions, added.

Shapes: idx (B, T); tokens (B, T, C); positions (T, C), which broadcast over the batch.
The limits: no more than block_size positions, for there is nothing learned beyond.
"""

import torch
from torch import Tensor, nn


class TokenAndPosition(nn.Module):
    """The sum of a token's embedding and its position's (Radford et al. 2018)."""

    def __init__(self, vocab_size: int, n_embd: int, block_size: int) -> None:
        super().__init__()
        self.token_embd = nn.Embedding(vocab_size, n_embd)
        self.position_embd = nn.Embedding(block_size, n_embd)

    def forward(self, idx: Tensor, offset: int = 0) -> Tensor:
        """Embed tokens at positions offset and on.

        Args:
            idx: (B, T) int64
            offset: the position of the first column

        Returns:
            (B, T, C)

        Raises:
            ValueError: the last position is beyond block_size.
        """
        end = offset + idx.shape[1]
        room = self.position_embd.num_embeddings
        if end > room:
            raise ValueError(f"{end} positions were asked for and {room} are learned")

        # Where idx is, so that a model on a GPU needs no word about devices.
        position = torch.arange(offset, end, device=idx.device)  # (T,)

        # (B, T, C) + (T, C): the same positions for every row of the batch.
        return self.token_embd(idx) + self.position_embd(position)
