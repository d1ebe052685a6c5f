"""Softmax: scores along one dimension become probabilities, without overflow.

Shapes: x (..., C, ...), with C along `dim`; what is reduced is (..., 1, ...). The limits: three
passes over x. The online form needs two, and is `alternatives/online.py`.
"""

import torch
from torch import Tensor


def stable_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Divide every exponential by the sum of its slice's (torch.nn.functional.softmax).

    Args:
        x: (..., C, ...), the scores; -inf hides a place
        dim: where C stands, the dimension along which the results sum to one

    Returns:
        (..., C, ...), in the dtype of x; NaN where a whole slice is -inf
    """
    # A half-precision sum overflows or loses digits: work wider.
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x

    # 1. The largest score of each slice. A shift cancels in the ratio, so no gradient needs to
    #    flow through it. keepdim makes it (..., 1, ...), so that it meets its own slice.
    largest = wide.detach().amax(dim=dim, keepdim=True)

    # 2. Every exponent is now 0 or less, so nothing overflows; exp(-inf) is exactly 0.
    exps = (wide - largest).exp()

    # 3. The largest score contributes exp(0) = 1: the sum is at least 1, and needs no epsilon.
    return (exps / exps.sum(dim=dim, keepdim=True)).to(x.dtype)
