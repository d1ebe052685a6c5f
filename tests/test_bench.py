"""Benches: the arithmetic by hand, a real one of the small problem, and what is shown of it."""

from __future__ import annotations

import pytest

from grader.model import Pace
from grader.roofline import Clocked, Counts, Roof, Row, attainable, rates, trends

ROOF = Roof("float32", flops_per_second=1000.0, bytes_per_second=50.0)


def timed(seconds, pace=Pace.SAME):
    return Clocked(seconds, 1.0, 0.9, 1.1, pace)


def row(size, seconds, *, flops=1, solution="attempt", pace=Pace.SAME):
    counts = Counts(flops=flops, moved_bytes=4, peak_bytes=size, kernels=1)
    return Row(solution, "attempt", "float32", size, timed(seconds, pace), counts)


@pytest.mark.parametrize(("intensity", "reached"), [(4.0, 200.0), (20.0, 1000.0), (80.0, 1000.0)])
def test_the_roof_is_the_lower_of_two(intensity, reached):
    """Below 20 FLOP a byte the copy bounds, above it the product: 1000 / 50 = 20."""
    assert attainable(ROOF, intensity) == reached


def test_rates_are_counts_over_seconds():
    """40 FLOP and 10 bytes in half a second: 80 FLOP/s of the 200 that 4 FLOP a byte allow."""
    found = rates(timed(0.5), Counts(40, 10, 0, 1), ROOF)
    assert (found.flops_per_second, found.bytes_per_second) == (80.0, 20.0)
    assert (found.intensity, found.share) == (4.0, 0.4)
    assert rates(timed(0.5), Counts(40, 10, 0, 1), None).share is None
    assert rates(timed(0.5), Counts(0, 10, 0, 1), ROOF).share is None


def test_trends_are_fitted_by_solution():
    """Time that quadruples as the size doubles is its square; a call that did not end is out."""
    rows = [row(size, size**2 * 1e-6, flops=size) for size in (10, 20, 40)]
    rows += [row(10, 1.0, solution="slow"), row(20, 5.0, solution="slow", pace=Pace.ENDED)]
    own, slow = trends(rows)
    assert (own.solution, own.seconds, own.flops, own.peak_bytes) == ("attempt", 2.0, 1.0, 1.0)
    assert slow.seconds is None
    assert slow.flops == 0.0
