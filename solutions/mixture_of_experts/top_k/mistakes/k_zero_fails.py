"""You stack the k rounds, and there is nothing to stack for k = 0. A size of 0 is a size: make the result first and fill it.

fails: test_k_zero[(3, 4)]
"""

import torch


def top_k(x, k):
    if k < 0 or k > x.shape[-1]:
        raise ValueError("bad k")
    n = x.shape[-1]
    place = torch.arange(n, device=x.device)
    a, b = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = (b > a) | (b.isnan() & ~a.isnan())
    equal = (b == a) | (b.isnan() & a.isnan())
    rank = (larger | (equal & (place < place[:, None]))).sum(-1)
    indices = torch.stack([(rank == j).to(torch.int8).argmax(-1) for j in range(k)], dim=-1)
    return x.gather(-1, indices), indices
