"""You copy the slices into a new tensor outside the graph, so no gradient reaches the table. Index it; that is differentiable, and adds up what was read twice.

fails: test_select_gradients
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    return (index.unsqueeze(-1) == torch.arange(num_classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.detach().movedim(dim, 0)[index].movedim(0, dim)
