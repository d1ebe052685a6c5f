from collections.abc import Iterable

import torch
from torch import Tensor


def online_stats(chunks: Iterable[Tensor]) -> tuple[Tensor, Tensor]:
    """Return the largest score and the sum of shifted exponentials of each row, in one pass.

    Args:
        chunks: tensors (..., c), which can be gone through once

    Returns:
        largest: (...)
        total: (...), the sum of exp(score - largest)
    """
    raise NotImplementedError


def online_softmax(x: Tensor, chunk_size: int) -> Tensor:
    """Return the softmax of each row, read in chunks.

    Args:
        x: (..., C), the scores
        chunk_size: how many scores of a row are read at a time, 1 or more

    Returns:
        (..., C), in the dtype of x
    """
    raise NotImplementedError
