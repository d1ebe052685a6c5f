"""Your codes have the classes in the first dimension: every column is a code. Here they stand in the last, behind the dimensions of the index.

fails: test_one_hot_shape
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (
        (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device))
        .long()
        .movedim(-1, 0)
    )


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
