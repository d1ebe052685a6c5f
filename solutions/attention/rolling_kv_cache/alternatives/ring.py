"""A ring of window + 1 slots: token p lies in slot p mod (window + 1). New tokens go one by one."""

import torch
from torch import Tensor


class RollingKVCache:
    """Slots (B, H, window + 1, D), made for as many tokens as have come while they are few."""

    def __init__(self, window: int) -> None:
        if window < 0:
            raise ValueError("window must be 0 or more")
        self.slots = window + 1
        self.count = 0
        self.k: list[Tensor] = []
        self.v: list[Tensor] = []

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Write and attend, token by token; q, k, v (B, H, N, D)."""
        rows = []
        for n in range(q.shape[2]):
            slot = self.count % self.slots
            self.k[slot : slot + 1] = [k[:, :, n].clone()]
            self.v[slot : slot + 1] = [v[:, :, n].clone()]
            self.count += 1
            keys, values = torch.stack(self.k, dim=2), torch.stack(self.v, dim=2)
            scores = torch.einsum("bhd,bhsd->bhs", q[:, :, n], keys) / q.shape[3] ** 0.5
            rows.append(torch.einsum("bhs,bhsd->bhd", scores.softmax(dim=-1), values))
        return torch.stack(rows, dim=2)
