"""You read from a detached copy of x (`.data`, `.detach()`, `.item()`), so no gradient reaches it: a loss built on this teaches nothing. Indexing is differentiable by what is read.

fails: test_pick_gradients
"""

import torch


def pick(x, index):
    return x.detach().gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
