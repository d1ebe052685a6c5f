"""From samples of seconds to a ratio with its interval, and from counts to an exponent.

Pure arithmetic: no clock, no process. A *segment* is what one set of fresh processes gave.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from statistics import fmean, median

from msgspec import Struct

from grader.model import Pace

RESAMPLES = 400
MOST_BLOCKS = 20
LEAST_NOISE = 0.02  # of a ratio; smaller ones from so few processes are luck
NOISE_WEIGHT = 1.7  # so that the interval covers; see benchmarks/timing_accuracy.py
SAME = 0.05
CALLED = 0.01  # a difference below is none that a person cares about
TOO_NOISY = 0.10
SETTLED = 0.025
PLAIN = 1.25


REFERENCE, TWIN = "reference", "twin"


class Segment(Struct, frozen=True):
    """Seconds a call by side, round by round; the reference has two sides, for two processes.

    `by_cpu` says that they are CPU seconds, which stand still while others use the machine.
    `device_seconds` are by the device's own clock, where it has one.
    """

    samples: dict[str, tuple[float, ...]]
    device_seconds: dict[str, float] = {}
    by_cpu: bool = True


class Estimate(Struct, frozen=True):
    """A side's time over the reference's with its 95 % interval, and the seconds of one call.

    `noise` is the run's own error: what the reference differs from itself by.
    """

    ratio: float
    low: float
    high: float
    noise: float
    seconds: float
    reference_seconds: float

    @property
    def half_width(self) -> float:
        """Half of the interval, as a share of the ratio."""
        return math.log(self.high / self.low) / 2


def estimate(segments: Sequence[Segment], side: str) -> Estimate:
    """Estimate a side's time over the reference's, which both its processes stand for.

    The median over segments, for now and then one process is slow for as long as it lives. The
    interval joins what rounds differ by (a bootstrap of blocks of rounds) with what processes
    differ by: the reference's two in every segment, and one segment from another.

    Example:
        >>> ours = {"reference": (1.0,) * 20, "twin": (1.0,) * 20}
        >>> estimate([Segment(ours | {"attempt": (2.0,) * 20})], "attempt").ratio
        2.0
    """
    number = len(segments)
    ratios = [_log_ratio(segment, side) for segment in segments]
    ratio = median(ratios)
    spread = math.hypot(*(_spread(segment, side) for segment in segments)) / number
    noise = _mean_size([_own_error(segment) for segment in segments])
    apart = _mean_size([one - ratio for one in ratios])
    between = NOISE_WEIGHT * max(noise, apart, LEAST_NOISE) / math.sqrt(number)
    half = math.hypot(spread, between)
    return Estimate(
        ratio=math.exp(ratio),
        low=math.exp(ratio - half),
        high=math.exp(ratio + half),
        noise=noise,
        seconds=fmean(typical(s.samples[side], by_cpu=s.by_cpu) for s in segments),
        reference_seconds=fmean(_reference(segment) for segment in segments),
    )


def pace(found: Estimate) -> Pace:
    """Say in a word how the times compare."""
    if found.low >= 1 - SAME and found.high <= 1 + SAME:
        return Pace.SAME
    if found.high < 1 - CALLED:
        return Pace.FASTER
    if found.low > 1 + CALLED:
        return Pace.SLOWER
    return Pace.NOISY if found.half_width > TOO_NOISY else Pace.CLOSE


def settled(found: Estimate) -> bool:
    """Say whether more segments would change nothing that a person wants to know."""
    decided = found.low > 1 + SAME or found.high < 1 - SAME
    return decided or found.half_width <= SETTLED


def plain(found: Estimate) -> bool:
    """Say whether even one segment is enough: no process is slow by as much as that."""
    return found.low > PLAIN or found.high < 1 / PLAIN


def typical(values: Sequence[float], *, by_cpu: bool = True) -> float:
    """Return the mean of the middle half; of a clock that others disturb, of the fastest tenth.

    Example:
        >>> typical([1.0, 2.0, 3.0, 90.0])
        2.5
    """
    ranked = sorted(values)
    size = len(ranked)
    return fmean(ranked[size // 4 : size - size // 4] if by_cpu else ranked[: max(1, size // 10)])


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Fit cost ~ size^exponent by least squares of the logarithms, to a thousandth.

    A cost below one counts as one, so what costs nothing at any size does not grow: 0.

    Raises:
        ValueError: there are not two different sizes.

    Example:
        >>> exponent((10, 20, 40), (300, 1200, 4800))
        2.0
    """
    if len(set(sizes)) < 2:
        raise ValueError("a growth wants two sizes or more")
    x = [math.log(size) for size in sizes]
    y = [math.log(max(1, cost)) for cost in costs]
    centre = math.fsum(x) / len(x)
    spread = math.fsum((a - centre) ** 2 for a in x)
    return round(math.fsum((a - centre) * b for a, b in zip(x, y, strict=True)) / spread, 3)


def _mean_size(errors: Sequence[float]) -> float:
    return math.sqrt(fmean(error**2 for error in errors))


def _log_ratio(segment: Segment, side: str, rounds: slice = slice(None)) -> float:
    own = typical(segment.samples[side][rounds], by_cpu=segment.by_cpu)
    return math.log(own / _reference(segment, rounds))


def _reference(segment: Segment, rounds: slice = slice(None)) -> float:
    one, other = (
        typical(segment.samples[side][rounds], by_cpu=segment.by_cpu) for side in (REFERENCE, TWIN)
    )
    return math.sqrt(one * other)


def _own_error(segment: Segment) -> float:
    one, other = (
        typical(segment.samples[side], by_cpu=segment.by_cpu) for side in (REFERENCE, TWIN)
    )
    return abs(math.log(one / other))


def _spread(segment: Segment, side: str) -> float:
    """Return half of the interval that resampling whole blocks of rounds gives the log ratio."""
    rounds = len(segment.samples[side])
    length = max(1, math.ceil(rounds / MOST_BLOCKS))
    blocks = [_log_ratio(segment, side, slice(i, i + length)) for i in range(0, rounds, length)]
    draw = random.Random(rounds)
    means = sorted(fmean(draw.choices(blocks, k=len(blocks))) for _ in range(RESAMPLES))
    return (means[int(0.975 * RESAMPLES)] - means[int(0.025 * RESAMPLES)]) / 2
