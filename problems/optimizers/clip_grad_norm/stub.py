from collections.abc import Iterable

import torch
from torch import Tensor


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """Shorten all gradients together, in place, to a norm of at most max_norm.

    Args:
        params: tensors of any shapes; may be a generator
        max_norm: 0 or more

    Returns:
        the norm of all gradients before clipping
    """
    raise NotImplementedError
