"""You write `x[:, index]`. A slice beside an index is combined with every one of them, so you get whole columns, (N, N), instead of one number a row. Give the row numbers as an index too, so that both are read in step.

fails: test_pick_shape
"""

import torch


def pick(x, index):
    return x[:, index]


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
