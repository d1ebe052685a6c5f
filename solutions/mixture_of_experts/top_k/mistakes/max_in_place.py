"""You find the maximum k times and write -inf over it in x itself. The caller's numbers are gone, a -inf
of the row is chosen twice, k = 0 leaves nothing to stack and a k that is too large goes unnoticed.
Keep a mask of what is taken, beside x, and check k first.

fails: test_leaves_x_alone
"""

import torch


def top_k(x, k):
    values, indices = [], []
    for _ in range(k):
        value, index = x.max(dim=-1)
        values.append(value)
        indices.append(index)
        x.scatter_(-1, index.unsqueeze(-1), -torch.inf)
    return torch.stack(values, dim=-1), torch.stack(indices, dim=-1)
