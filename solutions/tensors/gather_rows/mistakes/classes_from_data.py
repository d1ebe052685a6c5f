"""You take the number of classes from the largest index. A batch in which the last class does not occur then has narrower codes. `num_classes` says how many there are.

fails: test_one_hot_shape
"""

import torch


def pick(x, index):
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index, num_classes):
    classes = int(index.max()) + 1 if index.numel() else num_classes
    return (index.unsqueeze(-1) == torch.arange(classes, device=index.device)).long()


def select(x, index, dim=0):
    return x.movedim(dim, 0)[index].movedim(0, dim)
