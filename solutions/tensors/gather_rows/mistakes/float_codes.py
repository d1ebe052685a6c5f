"""Your codes are floats, as `torch.zeros` and `torch.eye` make them. They are int64 here; whoever wants to multiply with them converts.

fails: test_one_hot_dtype
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).float()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
