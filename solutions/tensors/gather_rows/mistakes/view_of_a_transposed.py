"""You call `view`, which needs numbers that lie in memory in the order of the shape. A transposed tensor does not have that and the call raises. Use `reshape`, or gather along the last dimension.

fails: test_not_contiguous
"""

import torch


def pick(x, index):
    flat = x.view(-1, x.shape[-1])
    return flat[torch.arange(len(flat), device=x.device), index.reshape(-1)].reshape(index.shape)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
