"""How a cost grows with a problem's size: an exponent fitted to exact counts.

Holds no clock and no bound; the judge says what growth is too much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from grader.estimate import exponent
from grader.worker.cost import Cost, measure

Make = Callable[[int], Callable[[], Any]]


@dataclass(frozen=True)
class Growth:
    """The cost at every size, and the exponents that fit: 2.0 is a cost that grows as T^2."""

    sizes: tuple[int, ...]
    costs: tuple[Cost, ...]

    @property
    def flops(self) -> float:
        """The exponent of the operations."""
        return exponent(self.sizes, [cost.flops for cost in self.costs])

    @property
    def peak_bytes(self) -> float:
        """The exponent of the peak of bytes."""
        return exponent(self.sizes, [cost.peak_bytes for cost in self.costs])

    @property
    def allocated_bytes(self) -> float:
        """The exponent of all bytes allocated."""
        return exponent(self.sizes, [cost.allocated_bytes for cost in self.costs])


def grow(make: Make, sizes: Sequence[int]) -> Growth:
    """Count one call at every size; `make` builds the inputs, uncounted, and returns the call."""
    return Growth(tuple(sizes), tuple(measure(make(size)) for size in sizes))
