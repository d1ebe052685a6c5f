"""You read all columns for all rows, `x[:, index]`, and keep the first row of the result, so every number comes from row 0. The shape is right and nothing else.

fails: test_pick
"""

import torch


def pick(x, index):
    flat = x.reshape(-1, x.shape[-1])
    return (flat[:1, index.flatten()] if flat.shape[0] else flat[:, 0]).reshape(index.shape)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
