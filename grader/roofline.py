"""What a bench found, as one value, and the arithmetic of rates, roofs and growth.

Runs nothing and reads no clock. A *roof* is what the machine itself reaches in the same run.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from grader.estimate import Estimate, exponent, pace
from grader.model import SCHEMA, Attempt, Pace, Timing, Verdict, Versions


class Roof(Struct, frozen=True):
    """What this machine reaches: FLOP/s in a matrix product, bytes a second in a copy."""

    dtype: str
    flops_per_second: float
    bytes_per_second: float


class Clocked(Struct, frozen=True):
    """The seconds of one call, and their ratio to the reference's with its 95 % interval."""

    seconds: float
    ratio: float
    low: float
    high: float
    pace: Pace


class Counts(Struct, frozen=True):
    """The exact cost of one call; `moved_bytes` are those that its kernels read and write."""

    flops: int
    moved_bytes: int
    peak_bytes: int
    kernels: int


class Rates(Struct, frozen=True):
    """What one call reaches, and its share of the roof that its FLOP a byte can reach."""

    flops_per_second: float
    bytes_per_second: float
    intensity: float
    share: float | None


class Row(Struct, frozen=True):
    """One solution at one dtype and size. `fault` says why it has no time, where it has none."""

    solution: str
    kind: str
    dtype: str
    size: int | None
    time: Clocked | None = None
    counts: Counts | None = None
    rates: Rates | None = None
    fault: str = ""


class Trend(Struct, frozen=True):
    """How one solution grows along the axis: 2.0 is as its square; None where it was not seen."""

    solution: str
    dtype: str
    seconds: float | None
    flops: float | None
    peak_bytes: float | None


class Bench(Struct, frozen=True):
    """Everything there is to say about one bench; every renderer gets this and nothing else.

    `verdict` is the attempt's; what is not accepted is not timed, and there are no rows.
    """

    problem: str
    attempt: Attempt | None
    verdict: Verdict | None
    device: str
    seed: int
    says: str
    axis: str
    sizes: tuple[int, ...]
    rows: tuple[Row, ...]
    roofs: tuple[Roof, ...]
    trends: tuple[Trend, ...]
    versions: Versions
    seconds: float
    message: str = ""
    schema: int = SCHEMA

    @property
    def dtypes(self) -> tuple[str, ...]:
        """The dtypes that were tried, in their order."""
        return tuple(dict.fromkeys(row.dtype for row in self.rows))

    def of(self, dtype: str, solution: str = "") -> tuple[Row, ...]:
        """Return the rows of one dtype, of one solution where it is named."""
        wanted = (row for row in self.rows if row.dtype == dtype)
        return tuple(row for row in wanted if solution in ("", row.solution))


def clocked(found: Estimate) -> Clocked:
    """Return an estimate as a row shows it."""
    return Clocked(found.seconds, found.ratio, found.low, found.high, pace(found))


def yardstick(found: Estimate) -> Clocked:
    """Return the reference's own time: once itself, give or take what it differs from itself by."""
    low, high = found.low / found.ratio, found.high / found.ratio
    return Clocked(found.reference_seconds, 1.0, low, high, Pace.SAME)


def abandoned(timing: Timing) -> Clocked:
    """Return the time of a solution so slow that its first call said all."""
    return Clocked(timing.attempt_seconds, timing.ratio, timing.low, timing.high, timing.pace)


def rates(time: Clocked, counts: Counts, roof: Roof | None) -> Rates | None:
    """Return what a call reaches, operations and bytes over seconds; None where torch saw none.

    Example:
        >>> time = Clocked(0.5, 1.0, 1.0, 1.0, Pace.SAME)
        >>> found = rates(time, Counts(40, 10, 0, 1), Roof("float32", 1000.0, 50.0))
        >>> found.flops_per_second, found.bytes_per_second, found.intensity, found.share
        (80.0, 20.0, 4.0, 0.4)
    """
    if not counts.flops:
        return None
    flops, moved = counts.flops / time.seconds, counts.moved_bytes / time.seconds
    intensity = counts.flops / max(1, counts.moved_bytes)
    share = flops / attainable(roof, intensity) if roof else None
    return Rates(flops, moved, intensity, share)


def attainable(roof: Roof, intensity: float) -> float:
    """Return the FLOP/s that this machine can reach at so many FLOP a byte.

    Example:
        >>> attainable(Roof("float32", 1000.0, 50.0), 4.0)
        200.0
    """
    return min(roof.flops_per_second, intensity * roof.bytes_per_second)


def trends(rows: Sequence[Row]) -> tuple[Trend, ...]:
    """Fit how each solution grows, at each dtype, over the sizes that it was seen at."""
    keys = dict.fromkeys((row.solution, row.dtype) for row in rows)
    return tuple(
        _trend(*key, [row for row in rows if (row.solution, row.dtype) == key]) for key in keys
    )


def _trend(solution: str, dtype: str, rows: Sequence[Row]) -> Trend:
    whole = [row for row in rows if row.time and row.time.pace is not Pace.ENDED]
    seconds = [(row.size, row.time.seconds * 1e9) for row in whole if row.time]
    flops = [(row.size, row.counts.flops) for row in rows if row.counts]
    peaks = [(row.size, row.counts.peak_bytes) for row in rows if row.counts]
    return Trend(solution, dtype, _fitted(seconds), _fitted(flops), _fitted(peaks))


def _fitted(points: Sequence[tuple[int | None, float]]) -> float | None:
    sized = [(size, cost) for size, cost in points if size and math.isfinite(cost)]
    if len({size for size, _ in sized}) < 2:
        return None
    return exponent([size for size, _ in sized], [cost for _, cost in sized])
