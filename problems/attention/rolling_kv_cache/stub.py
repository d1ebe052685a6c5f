import torch
from torch import Tensor


class RollingKVCache:
    """The keys and values that a window still reaches, of one layer and one batch."""

    def __init__(self, window: int) -> None:
        raise NotImplementedError

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Add the new tokens and attend from each to itself and the `window` tokens before it.

        Args:
            q: (B, H, N, D), of the new tokens
            k: (B, H, N, D)
            v: (B, H, N, D)

        Returns:
            (B, H, N, D), in the dtype of q
        """
        raise NotImplementedError
