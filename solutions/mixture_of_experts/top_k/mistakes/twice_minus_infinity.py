"""You take out what was chosen by writing -inf over it. Where the row itself holds -inf the two are equal, and an element is chosen a second time. Keep apart what is taken.

fails: test_infinities
"""

import torch


def top_k(x, k):
    if k < 0 or k > x.shape[-1]:
        raise ValueError("bad k")
    left = x.clone()
    indices = torch.empty((*x.shape[:-1], k), dtype=torch.int64, device=x.device)
    for j in range(k):
        best = left.argmax(-1, keepdim=True)
        indices[..., j : j + 1] = best
        left = left.scatter(-1, best, -torch.inf)
    return x.gather(-1, indices), indices
