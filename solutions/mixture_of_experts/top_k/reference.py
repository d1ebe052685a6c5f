"""The k largest of each row, by counting for every element how many come before it.

Shapes: x (..., N); before (..., N, N), of which entry (i, j) says whether element j comes before
element i; place (..., N).
"""

import torch
from torch import Tensor


def top_k(x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return the k largest numbers of each row, largest first, and where they stood.

    Args:
        x: (..., N)
        k: how many, from 0 to N

    Returns:
        values (..., k) and indices (..., k)

    Raises:
        ValueError: k is negative or larger than N.
    """
    n = x.shape[-1]
    if not 0 <= k <= n:
        raise ValueError(f"k must be from 0 to {n}, got {k}")
    position = torch.arange(n, device=x.device)

    # NaN is unequal to itself and neither larger nor smaller than anything, so it gets words of
    # its own: it is larger than all that is a number, and as large as another NaN.
    one, other = x.unsqueeze(-1), x.unsqueeze(-2)
    larger = (other > one) | (other.isnan() & ~one.isnan())
    equal = (other == one) | (other.isnan() & one.isnan())

    # Larger, or equal and further left: this orders any row without a tie, so the counts are the
    # numbers 0 to N - 1, each once.
    before = larger | (equal & (position < position[:, None]))
    place = before.sum(-1)

    # From "the place of element i" to "the element at place p": write i where its place is.
    order = torch.empty_like(place).scatter_(-1, place, position.expand_as(place))
    indices = order[..., :k]
    return x.gather(-1, indices), indices
