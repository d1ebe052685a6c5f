"""You find the largest k times, write -inf over it in a copy, stack the rounds, and take any k. Where only -inf is left an element is chosen twice, k = 0 leaves nothing to stack, and a k that cannot be goes unnoticed. Check k first, and keep apart what is taken.

fails: test_bad_k[5]
"""

import torch


def top_k(x, k):
    left = x.clone()
    values, indices = [], []
    for _ in range(k):
        value, index = left.max(dim=-1)
        values.append(value)
        indices.append(index)
        left = left.scatter(-1, index.unsqueeze(-1), -torch.inf)
    return torch.stack(values, dim=-1), torch.stack(indices, dim=-1)
