"""You write `x[..., index]`. The dots keep all leading dimensions, and every row is read at every number of the index: the leading dimensions appear twice. `gather` along the last dimension reads each row at its own number.

fails: test_pick_shape[(2, 3, 6)]
"""

import torch


def pick(x, index):
    return x[..., index]


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
