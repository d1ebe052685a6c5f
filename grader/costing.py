"""Exact cost of an attempt against the reference's, and how both grow. Reads no clock."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing

from msgspec import Struct

from grader import wire
from grader.bank import Submission
from grader.estimate import exponent
from grader.model import Cost, Count, Exponents, Growth
from grader.pool import Budget, WorkerEndedError
from grader.stage import Stage
from grader.trial import Trial

_CALL = Budget(30, 16 * 2**30)


def measure(
    stage: Stage, own: Submission, seed: int, *, scaling: bool = False
) -> tuple[Cost | None, Growth | None]:
    """Count one call of the first benchmark on both sides; with `scaling` also along its axis.

    Returns None for what the problem or the attempt does not allow to be counted.
    """
    with ExitStack() as ending:
        trials = []
        for submission in (own, stage.exercise.reference):
            settings = stage.settings(seed, bench=True)
            trial = Trial(stage.pool, settings, submission.path)
            trials.append(ending.enter_context(closing(trial)))
            trial.put(submission.path, submission.source)
        try:
            if not all(_is_ready(trial) for trial in trials):
                return None, None
            both = [count(trial) for trial in trials]
            benchmark = trials[1].cases[0]
            wanted = scaling and benchmark.sizes
            return _cost(*both), _growth(benchmark, trials) if wanted else None
        except WorkerEndedError:
            return None, None


class Counting(Struct, frozen=True):
    """What counting a solution along its axis gave: the benchmark, and a count by size.

    A size at which it cannot be run is missing; `fault` says why it cannot be run at all.
    """

    benchmark: wire.CaseInfo | None
    counts: dict[int | None, wire.Counted]
    fault: str = ""


def along(
    stage: Stage, submission: Submission, seed: int, sizes: Sequence[int | None], *, rules: bool
) -> Counting:
    """Count one call of a solution's first benchmark at each size; None is the declared one."""
    settings = stage.settings(seed, bench=True)
    with closing(Trial(stage.pool, settings, submission.path, rules=rules)) as trial:
        trial.put(submission.path, submission.source)
        if not _is_ready(trial):
            fault = trial.failure.message if trial.failure else ""
            return Counting(trial.cases[0] if trial.cases else None, {}, fault)
        counts: dict[int | None, wire.Counted] = {}
        try:
            for size in sizes:
                counts[size] = count(trial, size)
        except WorkerEndedError:  # it is lost with its process; the sizes after it want another
            rest = along(stage, submission, seed, sizes[len(counts) + 1 :], rules=rules)
            counts |= rest.counts
        return Counting(trial.cases[0], counts)


def count(trial: Trial, size: int | None = None) -> wire.Counted:
    """Count one call of the benchmark that was run last, as declared or of another size.

    Raises:
        WorkerEndedError: the process is lost.
    """
    trial.worker.send(wire.CountThunk(size))
    counted: wire.Counted = trial.worker.receive(wire.Counted, _CALL)
    return counted


def _is_ready(trial: Trial) -> bool:
    trial.load()
    if trial.failure or not trial.cases:
        return False
    return not trial.run([trial.cases[0].name])[0].raised


def _cost(own: wire.Counted, ours: wire.Counted) -> Cost:
    counts = {
        name: Count(max(0, getattr(own, name)), getattr(ours, name))
        for name in Cost.__struct_fields__
        if name != "unknown"
    }
    return Cost(**counts, unknown=own.unknown[:20])


def _growth(benchmark: wire.CaseInfo, trials: Sequence[Trial]) -> Growth:
    sizes = benchmark.sizes
    own, ours = ([count(trial, size) for size in sizes] for trial in trials)

    def both(name: str) -> Exponents:
        fitted = (exponent(sizes, [getattr(c, name) for c in side]) for side in (own, ours))
        return Exponents(*fitted)

    return Growth(benchmark.axis, sizes, both("flops"), both("peak_bytes"))
