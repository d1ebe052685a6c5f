"""You make flat positions by adding row offsets to the index in place. The caller's index is changed by it. Add without the `=`.

fails: test_arguments_stay
"""

import torch


def pick(x, index):
    rows = index.reshape(-1)
    rows += torch.arange(rows.numel(), device=index.device) * x.shape[-1]
    return x.reshape(-1)[rows].reshape(index.shape)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
