"""You return the indices first. The pair is (values, indices).

fails: test_dtype
"""

import torch


def top_k(x, k):
    n = x.shape[-1]
    if k < 0 or k > n:
        raise ValueError("bad k")
    place = torch.arange(n, device=x.device)
    a, b = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = (b > a) | (b.isnan() & ~a.isnan())
    equal = (b == a) | (b.isnan() & a.isnan())
    rank = (larger | (equal & (place < place[:, None]))).sum(-1)
    order = torch.zeros_like(rank).scatter_(-1, rank, place.expand_as(rank))
    indices = order[..., :k]
    return indices, x.gather(-1, indices)
