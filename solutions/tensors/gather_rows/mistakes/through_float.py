"""You go through floats. float32 holds integers up to 2**24 and float64 up to 2**53; larger ones come out rounded. Picking needs no arithmetic.

fails: test_large_integers
"""

import torch


def pick(x, index):
    return x.double().gather(-1, index.unsqueeze(-1)).squeeze(-1).to(x.dtype)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.double().movedim(dim, 0)[index].movedim(0, dim).to(x.dtype)
