"""You build the index from `dim` dimensions in front, which is none for a negative `dim`. Count it from the end first: `dim % x.ndim`.

fails: test_select_shape
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x[(slice(None),) * dim + (index,)]
