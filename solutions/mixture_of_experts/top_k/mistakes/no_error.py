"""You give fewer numbers than were asked for where k is larger than the row. Whoever asked will index past the end much later; raise ValueError at once.

fails: test_bad_k[5]
"""

import torch


def top_k(x, k):
    n = x.shape[-1]
    k = max(0, min(k, n))
    place = torch.arange(n, device=x.device)
    a, b = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = (b > a) | (b.isnan() & ~a.isnan())
    equal = (b == a) | (b.isnan() & a.isnan())
    rank = (larger | (equal & (place < place[:, None]))).sum(-1)
    order = torch.zeros_like(rank).scatter_(-1, rank, place.expand_as(rank))
    indices = order[..., :k]
    return x.gather(-1, indices), indices
