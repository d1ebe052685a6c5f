import torch
from torch import Tensor, nn


class ResidualFFN(nn.Module):
    """x + dropout(down(relu(up(x)))).

    Parameters: up, nn.Linear(n_embd, n_hidden), and down, nn.Linear(n_hidden, n_embd).
    """

    def __init__(self, n_embd: int, n_hidden: int, p: float = 0.1) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Add the sub-layer's result to x; in evaluation round the sum to 4 decimals.

        Args:
            x: (..., C)

        Returns:
            (..., C)
        """
        raise NotImplementedError
