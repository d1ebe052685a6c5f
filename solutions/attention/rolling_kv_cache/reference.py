"""Rolling key-value cache: what a window can no longer reach is thrown away.

Shapes: q, k, v (B, H, N, D) of N new tokens; joined with what was kept (B, H, S, D); scores
(B, H, N, S), new queries in rows, columns in the order of the text.
The limits: it joins and copies up to `window` tokens at every call; a ring of slots moves nothing,
see `alternatives/ring.py`.
"""

import torch
from torch import Tensor


class RollingKVCache:
    """The keys and values that a window still reaches (Jiang et al. 2023).

    Raises:
        ValueError: window is negative.
    """

    def __init__(self, window: int) -> None:
        if window < 0:
            raise ValueError(f"window must be 0 or more, got {window}")
        self.window = window
        self.past: list[Tensor] | None = None  # k and v of the newest tokens

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Add the new tokens and attend from each to itself and the `window` tokens before it.

        Args:
            q: (B, H, N, D), of the new tokens
            k: (B, H, N, D)
            v: (B, H, N, D)

        Returns:
            (B, H, N, D), in the dtype of q
        """
        # 1. What was kept, then what is new: columns stay in the order of the text.
        if self.past is not None:
            k, v = (torch.cat(pair, dim=2) for pair in zip(self.past, (k, v), strict=True))
        new, total = q.shape[2], k.shape[2]

        # 2. Distances need no positions of the whole text: the last N columns are the new tokens.
        column = torch.arange(total, device=q.device)
        back = column[total - new :, None] - column  # (N, S); negative: in the future
        hidden = (back < 0) | (back > self.window)

        # 3. Attend first. The first of the new tokens still sees what the last of them does not.
        scores = (q * q.shape[-1] ** -0.5) @ k.mT  # (B, H, N, S)
        result = torch.softmax(scores.masked_fill(hidden, float("-inf")), dim=-1) @ v

        # 4. Then throw away. The next token sees `window` of these. A slice would hold the memory
        #    of everything it was cut from, so what is kept is copied.
        start = max(0, total - self.window)
        self.past = [tensor[:, :, start:].clone() for tensor in (k, v)]
        return result
