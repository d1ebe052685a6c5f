"""Your k numbers are the right ones, in the order in which they stand in their row. They come by size, the largest first.

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
    indices = (rank < k).nonzero()[:, -1].reshape(*x.shape[:-1], k)
    return x.gather(-1, indices), indices
