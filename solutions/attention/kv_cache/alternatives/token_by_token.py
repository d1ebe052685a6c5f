"""Every new token on its own, so that no mask is needed; tokens come first in the cache."""

import torch
from torch import Tensor


class KVCache:
    """Lists of the pieces (N, B, H, D), joined when they are needed."""

    def __init__(self) -> None:
        self.keys: list[Tensor] = []
        self.values: list[Tensor] = []

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Append k and v (B, H, N, D) and attend from each token of q."""
        before = self.length()
        self.keys.append(k.permute(2, 0, 1, 3))
        self.values.append(v.permute(2, 0, 1, 3))
        self.keys, self.values = [torch.cat(self.keys)], [torch.cat(self.values)]
        rows = []
        for index, query in enumerate(q.unbind(dim=2)):
            end = before + index + 1
            scores = (self.keys[0][:end] * query).sum(dim=-1) / q.shape[-1] ** 0.5  # (end, B, H)
            weights = scores.softmax(dim=0)
            rows.append((weights[..., None] * self.values[0][:end]).sum(dim=0))
        return torch.stack(rows, dim=2)

    def length(self) -> int:
        """Return the number of tokens in the cache."""
        return sum(len(piece) for piece in self.keys)
