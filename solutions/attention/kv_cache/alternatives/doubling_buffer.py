"""Memory for more tokens than there are, written in place and doubled when it is full."""

import torch
from torch import Tensor


class KVCache:
    """A buffer (2, B, H, capacity, D), of which the first `used` tokens are there."""

    def __init__(self) -> None:
        self.buffer: Tensor | None = None
        self.used = 0

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Write k and v (B, H, N, D) behind the old ones and attend from q."""
        new, start = q.shape[2], self.used
        self.used += new
        self._reserve(k)
        assert self.buffer is not None
        self.buffer[0, :, :, start : self.used] = k
        self.buffer[1, :, :, start : self.used] = v
        keys, values = self.buffer[:, :, :, : self.used]
        scores = torch.einsum("bhnd,bhsd->bhns", q, keys) / q.shape[-1] ** 0.5
        row = start + torch.arange(new, device=q.device)
        seen = torch.arange(self.used, device=q.device) <= row[:, None]
        scores = torch.where(seen, scores, torch.finfo(q.dtype).min)
        return torch.einsum("bhns,bhsd->bhnd", scores.softmax(dim=-1), values)

    def _reserve(self, k: Tensor) -> None:
        """Make room for `used` tokens like those of k (B, H, N, D)."""
        batch, heads, _, features = k.shape
        if self.buffer is None:
            self.buffer = k.new_empty(2, batch, heads, max(16, self.used), features)
        if self.buffer.shape[3] < self.used:
            room = self.buffer.new_empty(2, batch, heads, 2 * self.used, features)
            room[:, :, :, : self.buffer.shape[3]] = self.buffer
            self.buffer = room

    def length(self) -> int:
        """Return the number of tokens in the cache."""
        return self.used
