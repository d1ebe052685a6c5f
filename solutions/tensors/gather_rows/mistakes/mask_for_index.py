"""You turn the index into a mask of the slices that are wanted. A mask knows neither order nor repeats: the slices come out in the order of x, each once.

fails: test_select_shape
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    wanted = torch.zeros(x.shape[dim], dtype=torch.bool, device=x.device)
    wanted[index] = True
    return x.movedim(dim, 0)[wanted].movedim(0, dim)
