import torch
from torch import Tensor, nn


def hidden_size(n_embd: int, multiple_of: int = 256) -> int:
    """Return two thirds of 4 * n_embd, rounded up to a multiple."""
    raise NotImplementedError


class SwiGLUFFN(nn.Module):
    """The feed-forward layer of Llama.

    Parameters: gate_proj and up_proj, each nn.Linear(n_embd, hidden, bias=False), and down_proj,
    nn.Linear(hidden, n_embd, bias=False).
    """

    def __init__(self, n_embd: int, hidden: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Gate the up projection by the SiLU of the gate projection, and project down.

        Args:
            x: (..., C)

        Returns:
            (..., C)
        """
        raise NotImplementedError
