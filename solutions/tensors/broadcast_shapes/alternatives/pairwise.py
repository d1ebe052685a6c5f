"""Fold a rule for two shapes over the list, padding the shorter with ones."""

from collections.abc import Sequence
from functools import reduce


def broadcast_shapes(shapes: Sequence[Sequence[int]]) -> list[int]:
    """Join the shapes two at a time, from the left."""
    return reduce(_joined, (list(shape) for shape in shapes), [])


def _joined(one: list[int], other: list[int]) -> list[int]:
    rank = max(len(one), len(other))
    padded = [[1] * (rank - len(shape)) + shape for shape in (one, other)]
    return [_size(a, b) for a, b in zip(*padded, strict=True)]


def _size(a: int, b: int) -> int:
    if b in (1, a):
        return a
    if a == 1:
        return b
    raise ValueError(f"sizes {a} and {b} do not broadcast")
