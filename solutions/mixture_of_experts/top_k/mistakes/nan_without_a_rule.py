"""You compare with > and == alone. With NaN both are always false, so a NaN and the largest number get the same place, and one overwrites the other. NaN needs a rule of its own: it is larger than everything, and equal to another NaN.

fails: test_nan
"""

import torch


def top_k(x, k):
    n = x.shape[-1]
    if k < 0 or k > n:
        raise ValueError("bad k")
    place = torch.arange(n, device=x.device)
    a, b = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = b > a
    equal = b == a
    rank = (larger | (equal & (place < place[:, None]))).sum(-1)
    order = torch.zeros_like(rank).scatter_(-1, rank, place.expand_as(rank))
    indices = order[..., :k]
    return x.gather(-1, indices), indices
