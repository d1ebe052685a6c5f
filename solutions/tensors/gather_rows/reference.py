"""Choosing by integers: one number a row, a one-hot code, whole slices.

Shapes: pick (..., C) with (...) to (...); one_hot (...) to (..., C); select (..., n, ...) with (K,)
to (..., K, ...). The limits: indices are int64 and in range.
"""

import torch
from torch import Tensor


def pick(x: Tensor, index: Tensor) -> Tensor:
    """Take from every row of C numbers the one that its index names.

    Args:
        x: (..., C)
        index: (...) int64

    Returns:
        (...)
    """
    # gather wants as many dimensions in the index as in x: one column, which then goes again.
    # It reads in step, row by row; x[:, index] would read every column for every row.
    return x.gather(-1, index.unsqueeze(-1)).squeeze(-1)


def one_hot(index: Tensor, num_classes: int) -> Tensor:
    """Write every index as a 1 among zeros (torch.nn.functional.one_hot).

    Args:
        index: (...) int64
        num_classes: C

    Returns:
        (..., C) int64
    """
    # (..., 1) against (C,): every index meets every class.
    classes = torch.arange(num_classes, device=index.device)
    return (index.unsqueeze(-1) == classes).long()


def select(x: Tensor, index: Tensor, dim: int = 0) -> Tensor:
    """Take whole slices along one dimension, in the order of the index (torch.index_select).

    Args:
        x: (..., n, ...)
        index: (K,) int64
        dim: where n stands

    Returns:
        (..., K, ...)
    """
    # An index in the first place selects slices. Its backward adds up what was read twice.
    return x.movedim(dim, 0)[index].movedim(0, dim)
