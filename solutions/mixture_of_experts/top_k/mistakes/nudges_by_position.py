"""You break ties by taking a little more from each number the further right it stands. Numbers closer
to each other than that change their order, and in half precision the nudge is rounded away. Compare
the numbers as they are, and the positions only where they are equal.

fails: test_float64
"""

import torch


def top_k(x, k):
    n = x.shape[-1]
    if not 0 <= k <= n:
        raise ValueError(f"k must be from 0 to {n}")
    position = torch.arange(n, device=x.device)
    key = x - 1e-6 * position.to(x.dtype)
    one, other = key.unsqueeze(-1), key.unsqueeze(-2)
    ahead = (other > one) | (other.isnan() & ~one.isnan())
    ahead = ahead | (other.isnan() & one.isnan() & (position < position[:, None]))
    place = ahead.sum(-1)
    chosen = (place.unsqueeze(-2) == torch.arange(k, device=x.device)[:, None]).to(torch.int8)
    indices = chosen.argmax(-1)
    return x.gather(-1, indices), indices
