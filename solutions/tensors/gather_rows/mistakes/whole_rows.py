"""You write `x[index]`, which selects whole rows by number. The index names a column in each row here.

fails: test_pick_shape
"""

import torch


def pick(x, index):
    return x[index]


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
