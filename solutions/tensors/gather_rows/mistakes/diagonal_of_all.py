"""You read all columns for all rows and take the diagonal. The numbers are right, at N times the memory: with 4096 rows that is 16 million numbers to keep 4096. Read rows and columns in step.

fails: test_pick_memory
"""

import torch


def pick(x, index):
    flat = x.reshape(-1, x.shape[-1])
    return flat[:, index.flatten()].diagonal().reshape(index.shape)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
