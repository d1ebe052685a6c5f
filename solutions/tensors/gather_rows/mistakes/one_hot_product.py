"""You multiply x by a one-hot code and sum. 0 * inf and 0 * NaN are NaN, so a number that was not picked spoils the result (log-probabilities of -inf do this to a loss). Read the number instead of masking the others by a product.

fails: test_not_picked_does_not_matter
"""

import torch


def pick(x, index):
    return (x * one_hot(index, x.shape[-1]).to(x.dtype)).sum(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
