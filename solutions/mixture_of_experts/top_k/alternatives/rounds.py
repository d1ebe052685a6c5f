"""Round by round: the largest that is left, the first of equals, and then without it."""

import torch
from torch import Tensor


def top_k(x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return (values, indices) of the k largest of each row."""
    n = x.shape[-1]
    if k < 0 or k > n:
        raise ValueError("k")
    chosen = torch.empty((*x.shape[:-1], k), dtype=torch.int64, device=x.device)
    free = torch.ones_like(x, dtype=torch.bool)
    numbers = x.detach()
    for turn in range(k):
        # those that nothing free is larger than
        nan = numbers.isnan() & free
        top = numbers.masked_fill(~free | numbers.isnan(), -torch.inf).amax(-1, keepdim=True)
        best = torch.where(nan.any(-1, keepdim=True), nan, free & (numbers == top))
        first = best.to(torch.int8).argmax(-1, keepdim=True)
        chosen[..., turn : turn + 1] = first
        free = free.scatter(-1, first, value=False)
    return torch.take_along_dim(x, chosen, -1), chosen
