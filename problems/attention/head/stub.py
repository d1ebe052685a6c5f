import torch
from torch import Tensor, nn


class Head(nn.Module):
    """One head of causal self-attention.

    Parameters: query, key and value, each nn.Linear(n_embd, head_size, bias=False).
    Buffer: tril, (block_size, block_size), ones on and below the diagonal.
    """

    def __init__(self, n_embd: int, head_size: int, block_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Attend from every token to itself and to those before it.

        Args:
            x: (B, T, C), T at most block_size; ValueError beyond

        Returns:
            (B, T, D)
        """
        raise NotImplementedError
