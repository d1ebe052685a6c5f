"""You find the largest k times, write -inf over it in a copy, and stack the rounds. Where the row itself holds -inf an element is chosen twice, and for k = 0 there is no round to stack. Keep apart what is taken, in a result that is made first.

fails: test_infinities
"""

import torch


def top_k(x, k):
    if k < 0 or k > x.shape[-1]:
        raise ValueError("bad k")
    left = x.clone()
    values, indices = [], []
    for _ in range(k):
        value, index = left.max(dim=-1)
        values.append(value)
        indices.append(index)
        left = left.scatter(-1, index.unsqueeze(-1), -torch.inf)
    return torch.stack(values, dim=-1), torch.stack(indices, dim=-1)
