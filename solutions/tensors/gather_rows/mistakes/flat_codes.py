"""Your codes are made for a list of indices: whatever the shape of `index`, there comes out one row an index. Keep its dimensions and add one.

fails: test_one_hot_shape
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.reshape(-1, 1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
