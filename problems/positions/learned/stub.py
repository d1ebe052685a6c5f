import torch
from torch import Tensor, nn


class TokenAndPosition(nn.Module):
    """The sum of a token's embedding and its position's.

    Parameters: token_embd, nn.Embedding(vocab_size, n_embd), and position_embd,
    nn.Embedding(block_size, n_embd).
    """

    def __init__(self, vocab_size: int, n_embd: int, block_size: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, idx: Tensor, offset: int = 0) -> Tensor:
        """Embed tokens at positions offset and on.

        Args:
            idx: (B, T) int64
            offset: the position of the first column; ValueError when the last is beyond block_size

        Returns:
            (B, T, C)
        """
        raise NotImplementedError
