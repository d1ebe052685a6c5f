"""Key-value cache: what later tokens need of earlier ones, kept instead of computed again.

Shapes: q, k, v (B, H, N, D) of N new tokens; the cache (B, H, S, D) of all S so far, the new ones
included; scores (B, H, N, S), new queries in rows, all keys in columns.
The limits: it grows by joining, which copies it at every call; real systems write into memory that
was allocated beforehand, see `alternatives/doubling_buffer.py`.
"""

import torch
from torch import Tensor


class KVCache:
    """The keys and values of all tokens so far, of one layer and one batch (Pope et al. 2022)."""

    def __init__(self) -> None:
        # In the instance, not in the class: every cache has its own.
        self.past: tuple[Tensor, Tensor] | None = None  # k and v, (B, H, S, D) each

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Add the new tokens and attend from them, causally, to all tokens so far.

        Args:
            q: (B, H, N, D), of the new tokens
            k: (B, H, N, D)
            v: (B, H, N, D)

        Returns:
            (B, H, N, D), in the dtype of q
        """
        # 1. Old keys and values first: their order is that of the text. Old queries are done with.
        if self.past is not None:
            k, v = (torch.cat(pair, dim=2) for pair in zip(self.past, (k, v), strict=True))
        self.past = k, v

        # 2. New queries against all keys: N rows, not S.
        new, total = q.shape[2], k.shape[2]
        scores = (q * q.shape[-1] ** -0.5) @ k.mT  # (B, H, N, S)

        # 3. Row n stands at position S - N + n of the text, so the triangle sits in the lower right
        #    corner. Only N rows of it are made. For a single new token nothing is hidden.
        future = torch.ones(new, total, dtype=torch.bool, device=q.device).triu(total - new + 1)
        weights = torch.softmax(scores.masked_fill(future, float("-inf")), dim=-1)
        return weights @ v

    def length(self) -> int:
        """Return the number of tokens in the cache."""
        return 0 if self.past is None else self.past[0].shape[2]
