"""You sort the index before reading. The order of the index is the order of the result.

fails: test_repeats
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index.sort().values].movedim(0, dim)
