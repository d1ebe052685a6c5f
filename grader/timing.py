"""Time and cost of an attempt against the reference's, measured in alternation.

Short batches, random order inside a pair, this process's own clock, a low quantile, and a block
bootstrap for the interval. Correctness is settled before; nothing here changes a verdict.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from grader import wire
from grader.model import Cost, Count, Timing
from grader.pool import Budget, Pool, Worker, WorkerEndedError
from grader.trial import Settings, Trial

BATCH_SECONDS = 0.0005
SLOW_SECONDS = 0.1
SHORTEST_ROUNDS = 5
RESAMPLES = 200
BLOCK = 10
_CALL = Budget(30, 16 * 2**30)


class Side:
    """One solution's benchmark, ready to be called."""

    def __init__(self, worker: Worker, name: str) -> None:
        self._worker = worker
        self._ask(wire.RunCases((name,)), wire.Started)
        finished = self._worker.receive(wire.Finished, _CALL)
        self._worker.receive(wire.Done, _CALL)
        self.broken = finished.raised is not None or bool(finished.forbidden)
        self.times = 1
        self.null = 0.0

    def count(self) -> wire.Counted:
        """Count the cost of one call."""
        counted: wire.Counted = self._ask(wire.CountThunk(), wire.Counted)
        return counted

    def warm_up(self) -> float:
        """Call until warm; return the seconds of one call, roughly."""
        self.null = quantile([self._batch(0) for _ in range(40)])
        once = self._batch(1)
        if once < SLOW_SECONDS:
            once = quantile([self._batch(1) for _ in range(20)])
        return max(once - self.null, 1e-7)

    def sample(self) -> float:
        """Return the seconds that one call took, averaged over one batch."""
        return max(self._batch(self.times) - self.null, 1e-9) / self.times

    def _batch(self, times: int) -> float:
        began = time.perf_counter()
        self._ask(wire.RunThunk(times), wire.Done)
        return time.perf_counter() - began

    def _ask(self, message: wire.ToSolution, expected: type) -> wire.Counted:
        self._worker.send(message)
        answer: wire.Counted = self._worker.receive(expected, _CALL)
        return answer


def measure(
    pool: Pool,
    settings: Settings,
    attempt: tuple[str, str],
    reference: tuple[str, str],
    budget: float,
) -> tuple[Timing | None, Cost | None]:
    """Time and count the first benchmark of a problem; `attempt` is its path and source.

    Returns None for what the problem or the attempt does not allow to be measured.
    """
    trials = [Trial(pool, settings, path, source) for path, source in (attempt, reference)]
    try:
        for trial in trials:
            trial.load()
        if any(trial.failure for trial in trials) or not trials[1].cases:
            return None, None
        name = trials[1].cases[0].name
        sides = [Side(trial.worker, name) for trial in trials]
        if any(side.broken for side in sides):
            return None, None
        own, ours = (side.count() for side in sides)
        cost = Cost(Count(own.flops, ours.flops), Count(own.peak_bytes, ours.peak_bytes))
        return _race(sides[0], sides[1], budget), cost
    except (WorkerEndedError, OSError):
        return None, None
    finally:
        for trial in trials:
            trial.close()


def _race(attempt: Side, reference: Side, budget: float) -> Timing:
    # The same number of calls a batch on both sides: the first call after a switch is a slow one.
    times = max(1, min(10_000, round(BATCH_SECONDS / reference.warm_up())))
    slow = attempt.warm_up() * times > SLOW_SECONDS
    reference.times, attempt.times = times, 1 if slow else times
    order = random.Random()
    pairs: list[tuple[float, float]] = []
    deadline = time.monotonic() + budget
    while len(pairs) < SHORTEST_ROUNDS or time.monotonic() < deadline:
        if order.random() < 0.5:
            own = attempt.sample()
            pairs.append((own, reference.sample()))
        else:
            ours = reference.sample()
            pairs.append((attempt.sample(), ours))
    return estimate(pairs)


def estimate(pairs: Sequence[tuple[float, float]]) -> Timing:
    """Return the ratio of the 10th percentiles, with a 95 % block-bootstrap interval.

    Example:
        >>> estimate([(2.0, 1.0)] * 20).ratio
        2.0
    """
    own, ours = (quantile([pair[side] for pair in pairs]) for side in (0, 1))
    generator = random.Random(len(pairs))
    blocks = [pairs[i : i + BLOCK] for i in range(0, len(pairs), BLOCK)]
    ratios = []
    for _ in range(RESAMPLES):
        drawn = [pair for block in generator.choices(blocks, k=len(blocks)) for pair in block]
        ratios.append(quantile([p[0] for p in drawn]) / quantile([p[1] for p in drawn]))
    ratios.sort()
    low, high = ratios[int(0.025 * RESAMPLES)], ratios[int(0.975 * RESAMPLES)]
    ratio = own / ours
    return Timing(ratio, min(low, ratio), max(high, ratio), own, ours)


def quantile(values: Sequence[float], share: float = 0.1) -> float:
    """Return a low quantile: what a call takes when nothing else interferes."""
    return sorted(values)[int(share * (len(values) - 1))]
