"""Pieces longer than the window are fed in chunks, so no score matrix is larger than needed."""

import torch
from torch import Tensor


class RollingKVCache:
    """Keys and values side by side in one tensor (B, H, tokens, 2D)."""

    def __init__(self, window: int) -> None:
        if window < 0:
            raise ValueError("window must be 0 or more")
        self.window = window
        self.both: Tensor | None = None

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Attend in chunks of window + 1; q, k, v (B, H, N, D)."""
        size = self.window + 1
        chunks = zip(q.split(size, 2), torch.cat([k, v], -1).split(size, 2), strict=True)
        return torch.cat([self._chunk(*chunk) for chunk in chunks], dim=2)

    def _chunk(self, q: Tensor, both: Tensor) -> Tensor:
        """Attend from at most window + 1 new tokens."""
        joined = both if self.both is None else torch.cat([self.both, both], dim=2)
        k, v = joined.chunk(2, dim=-1)
        old = joined.shape[2] - q.shape[2]
        seen = torch.ones(q.shape[2], joined.shape[2], dtype=torch.bool, device=q.device)
        seen = seen.tril(old).triu(old - self.window)
        scores = torch.where(seen, q @ k.mT / q.shape[3] ** 0.5, torch.finfo(q.dtype).min)
        self.both = joined[:, :, max(0, joined.shape[2] - self.window) :].clone()
        return torch.softmax(scores, dim=-1) @ v
