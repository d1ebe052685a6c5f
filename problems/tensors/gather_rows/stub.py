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
    raise NotImplementedError


def one_hot(index: Tensor, num_classes: int) -> Tensor:
    """Write every index as a 1 among zeros.

    Args:
        index: (...) int64
        num_classes: C

    Returns:
        (..., C) int64
    """
    raise NotImplementedError


def select(x: Tensor, index: Tensor, dim: int = 0) -> Tensor:
    """Take whole slices along one dimension, in the order of the index.

    Args:
        x: (..., n, ...)
        index: (K,) int64
        dim: where n stands

    Returns:
        (..., K, ...)
    """
    raise NotImplementedError
