"""You gather with a column of indices and leave that column in the result: (N, 1) instead of (N,). Subtracted from an (N,) it broadcasts to (N, N), without an error. Squeeze it.

fails: test_pick_shape
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1))


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
