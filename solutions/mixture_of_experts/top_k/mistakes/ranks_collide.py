"""Your place of a number is how many are larger. Equal numbers then get the same place, one overwrites the others, and the next places stay empty. Count the equal ones that stand further left as well.

fails: test_ties
"""

import torch


def top_k(x, k):
    n = x.shape[-1]
    if k < 0 or k > n:
        raise ValueError("bad k")
    place = torch.arange(n, device=x.device)
    a, b = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = (b > a) | (b.isnan() & ~a.isnan())
    rank = larger.sum(-1)
    order = torch.zeros_like(rank).scatter_(-1, rank, place.expand_as(rank))
    indices = order[..., :k]
    return x.gather(-1, indices), indices
