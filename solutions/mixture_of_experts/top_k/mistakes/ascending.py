"""Your k numbers are the right ones in the wrong order. The largest comes first, and whoever reads column 0 as the best gets the worst of them.

fails: test_values[(5, 8)-2]
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
    indices = indices.flip(-1)
    return x.gather(-1, indices), indices
