import torch
from torch import Tensor


class KVCache:
    """The keys and values of all tokens so far, of one layer and one batch."""

    def __init__(self) -> None:
        raise NotImplementedError

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Add the new tokens and attend from them, causally, to all tokens so far.

        Args:
            q: (B, H, N, D), of the new tokens
            k: (B, H, N, D)
            v: (B, H, N, D)

        Returns:
            (B, H, N, D), in the dtype of q
        """
        raise NotImplementedError

    def length(self) -> int:
        """Return the number of tokens in the cache."""
        raise NotImplementedError
