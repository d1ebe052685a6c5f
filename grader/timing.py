"""Time and cost of an attempt against the reference's, measured in alternation.

Short batches in random order, the workers' CPU clocks read from this process (its own clock where
there is none), a quantile, and a block bootstrap for the interval. A second process of the
reference is timed as well: what it differs from the first by is this run's own error, and widens
the interval. Correctness is settled before; nothing here changes a verdict.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from functools import partial

from grader import wire
from grader.model import Cost, Count, Timing
from grader.pool import Budget, Pool, Worker, WorkerEndedError, cpu_seconds
from grader.trial import Settings, Trial

BATCH_SECONDS = 0.0005
SLOW_SECONDS = 0.1
SHORTEST_ROUNDS = 5
RESAMPLES = 200
BLOCK = 10
_CALL = Budget(30, 16 * 2**30)


class Side:
    """One solution's benchmark, ready to be called."""

    def __init__(self, worker: Worker, name: str, device: str) -> None:
        self._worker = worker
        # A process's CPU time, read from here, does not count what others do to a busy machine.
        readable = device == "cpu" and cpu_seconds(worker.pid) > 0
        self._clock = partial(cpu_seconds, worker.pid) if readable else time.perf_counter
        self.share = 0.5 if readable else 0.1
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
        self.null = quantile([self._batch(0) for _ in range(40)], self.share)
        once = self._batch(1)
        if once < SLOW_SECONDS:
            once = quantile([self._batch(1) for _ in range(20)], self.share)
        return max(once - self.null, 1e-7)

    def sample(self) -> float:
        """Return the seconds that one call took, averaged over one batch."""
        return max(self._batch(self.times) - self.null, 1e-9) / self.times

    def _batch(self, times: int) -> float:
        began = self._clock()
        self._ask(wire.RunThunk(times), wire.Done)
        return self._clock() - began

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
    three = (attempt, reference, reference)
    trials = [Trial(pool, settings, path) for path, _ in three]
    try:
        for trial, (path, source) in zip(trials, three, strict=True):
            trial.put(path, source)
        for trial in trials:
            trial.load()
        if any(trial.failure for trial in trials) or not trials[1].cases:
            return None, None
        name = trials[1].cases[0].name
        sides = [Side(trial.worker, name, settings.device) for trial in trials]
        if any(side.broken for side in sides):
            return None, None
        own, ours = (side.count() for side in sides[:2])
        cost = Cost(Count(own.flops, ours.flops), Count(own.peak_bytes, ours.peak_bytes))
        return _race(sides, budget), cost
    except (WorkerEndedError, OSError):
        return None, None
    finally:
        for trial in trials:
            trial.close()


def _race(sides: Sequence[Side], budget: float) -> Timing:
    """Time attempt, reference and the reference's twin in rounds of random order."""
    attempt, reference, twin = sides
    # The same number of calls a batch on all sides: the first call after a switch is a slow one.
    times = max(1, min(10_000, round(BATCH_SECONDS / reference.warm_up())))
    slow = attempt.warm_up() * times > SLOW_SECONDS
    twin.warm_up()
    attempt.times, reference.times, twin.times = 1 if slow else times, times, times
    rounds: list[list[float]] = []
    order = [0, 1, 2]
    deadline = time.monotonic() + budget
    while len(rounds) < SHORTEST_ROUNDS or time.monotonic() < deadline:
        random.shuffle(order)
        taken = [0.0, 0.0, 0.0]
        for side in order:
            taken[side] = sides[side].sample()
        rounds.append(taken)
    twins = estimate([(taken[2], taken[1]) for taken in rounds], reference.share)
    error = abs(math.log(twins.ratio))
    return widened(estimate([(taken[0], taken[1]) for taken in rounds], reference.share), error)


def widened(timing: Timing, error: float) -> Timing:
    """Widen an interval by the run's own error, given as the log of a ratio."""
    factor = math.exp(error)
    return Timing(
        timing.ratio,
        timing.low / factor,
        timing.high * factor,
        timing.attempt_seconds,
        timing.reference_seconds,
    )


def estimate(pairs: Sequence[tuple[float, float]], share: float = 0.1) -> Timing:
    """Return the ratio of a quantile of both sides, with a 95 % block-bootstrap interval.

    Example:
        >>> estimate([(2.0, 1.0)] * 20).ratio
        2.0
    """
    own, ours = (quantile([pair[side] for pair in pairs], share) for side in (0, 1))
    generator = random.Random(len(pairs))
    blocks = [pairs[i : i + BLOCK] for i in range(0, len(pairs), BLOCK)]
    ratios = []
    for _ in range(RESAMPLES):
        drawn = [pair for block in generator.choices(blocks, k=len(blocks)) for pair in block]
        sides = [quantile([pair[side] for pair in drawn], share) for side in (0, 1)]
        ratios.append(sides[0] / sides[1])
    ratios.sort()
    low, high = ratios[int(0.025 * RESAMPLES)], ratios[int(0.975 * RESAMPLES)]
    ratio = own / ours
    return Timing(ratio, min(low, ratio), max(high, ratio), own, ours)


def quantile(values: Sequence[float], share: float = 0.1) -> float:
    """Return the value below which this share of the values lies.

    On the wall clock a low one is what a call takes when nothing else interferes; on a process's
    own CPU clock the median is.
    """
    return sorted(values)[int(share * (len(values) - 1))]
