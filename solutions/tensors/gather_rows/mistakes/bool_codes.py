"""Your codes are what the comparison gives, bool. As an index such a tensor is a mask, and its sum over classes cannot be told from a count. Convert to int64.

fails: test_one_hot_dtype
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
