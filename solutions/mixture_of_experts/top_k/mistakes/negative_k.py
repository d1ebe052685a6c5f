"""You check k against N only. A negative k then gives the numbers from the other end, or a result of another size, and no error. Raise ValueError.

fails: test_bad_k[-1]
"""

import torch


def top_k(x, k):
    n = x.shape[-1]
    if k > n:
        raise ValueError("bad k")
    place = torch.arange(n, device=x.device)
    a, b = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = (b > a) | (b.isnan() & ~a.isnan())
    equal = (b == a) | (b.isnan() & a.isnan())
    rank = (larger | (equal & (place < place[:, None]))).sum(-1)
    order = torch.zeros_like(rank).scatter_(-1, rank, place.expand_as(rank))
    indices = order[..., :k]
    return x.gather(-1, indices), indices
