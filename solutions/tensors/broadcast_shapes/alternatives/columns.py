"""One dimension of all shapes at a time: the set of its sizes may hold 1 and one other."""

from collections.abc import Sequence
from itertools import zip_longest


def broadcast_shapes(shapes: Sequence[Sequence[int]]) -> list[int]:
    """Reverse all shapes, fill with 1, and look at the sets of sizes."""
    result = []
    for sizes in zip_longest(*(tuple(shape)[::-1] for shape in shapes), fillvalue=1):
        others = set(sizes) - {1}
        if len(others) > 1:
            raise ValueError(f"sizes {sorted(others)} do not broadcast")
        result.append(others.pop() if others else 1)
    return result[::-1]
