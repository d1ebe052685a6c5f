"""`bench(pool, exercise, source, options) -> Bench`: solutions side by side over sizes and dtypes.

The attempt, the reference, the bank's other right answers and PyTorch's own op, timed and counted
as `check` does it. Says nothing about right or wrong but that a wrong attempt is not timed.
"""

from __future__ import annotations

import platform
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from grader import costing, wire
from grader.bank import Bank, Exercise, Submission
from grader.checking import Options, check_on, drill_version, stage_for
from grader.errors import JudgeError, UsageError
from grader.estimate import REFERENCE, TWIN, Segment, estimate
from grader.model import Report, Verdict, Versions
from grader.pool import Pool
from grader.roofline import (
    Bench,
    Clocked,
    Counts,
    Roof,
    Row,
    abandoned,
    clocked,
    rates,
    trends,
    yardstick,
)
from grader.source import Source
from grader.stage import Stage
from grader.timing import Course, Entrant, TooSlow, Untimed, run_segment

ATTEMPT = "attempt"
ROW_SECONDS = 0.3
DTYPES = ("float32", "float64", "bfloat16", "float16")

Tell = Callable[[float, str], None]


class Plan(Struct, frozen=True):
    """What to bench; without `sizes` those that the benchmark declares. `seconds` are of a row."""

    sizes: tuple[int, ...] = ()
    dtypes: tuple[str, ...] = ("float32",)
    device: str = "auto"
    seed: int | None = None
    seconds: float = ROW_SECONDS


def bench(
    pool: Pool,
    exercise: Exercise,
    source: Source | None,
    plan: Plan,
    tell: Tell = lambda done, what: None,  # noqa: ARG005
) -> Bench:
    """Time and count all right answers to a problem, and the attempt's where there is one.

    `tell` hears what share is done and what comes now.

    Raises:
        MachineError: the device asked for is not there.
        UsageError: the problem has no benchmark, or none with sizes where some are asked for.
        JudgeError: the grader failed.
    """
    return _Benching(pool, exercise, source, plan, tell).run()


class _Benching:
    """One bench, from the attempt's verdict to the last row."""

    def __init__(
        self, pool: Pool, exercise: Exercise, source: Source | None, plan: Plan, tell: Tell
    ) -> None:
        self._began = time.perf_counter()
        self._pool = pool
        self._exercise = exercise
        self._source = source
        self._plan = plan
        self._tell = tell
        self._seed = secrets.randbelow(2**31) if plan.seed is None else plan.seed
        self._entrants = _entrants(exercise, source)
        self._done = 0

    def run(self) -> Bench:
        """Check the attempt, then go through dtypes and sizes."""
        with closing(stage_for(self._pool, self._exercise, self._options())) as stage:
            device = stage.device
            report = self._checked(stage)
            verdict = report.verdict if report else None
            if report and verdict is not Verdict.ACCEPTED:
                return self._bench(device, report, None, (), ())
            benchmark = self._benchmark(stage)
            self._sizes = self._plan.sizes or benchmark.sizes or (None,)
        rows, roofs = [], []
        for dtype in self._plan.dtypes:
            with closing(stage_for(self._pool, self._exercise, self._options(dtype))) as stage:
                roof = self._roof(dtype)
                roofs += [roof] if roof else []
                rows += list(self._rows(stage, dtype, roof))
        return self._bench(device, report, benchmark, tuple(rows), tuple(roofs))

    def _options(self, dtype: str = "float32") -> Options:
        plan = self._plan
        return Options(
            device=plan.device, dtype=dtype, seed=self._seed, timing=False, diagnose=False
        )

    def _checked(self, stage: Stage) -> Report | None:
        if self._source is None:
            return None
        self._tell(0.0, "checking the attempt")
        return check_on(stage, self._source, self._options())

    def _benchmark(self, stage: Stage) -> wire.CaseInfo:
        """Return the problem's first benchmark, and see that it has what is asked of it."""
        name = self._exercise.name
        found = costing.along(stage, self._exercise.reference, self._seed, (), rules=False)
        if found.benchmark is None:
            if found.fault:
                raise JudgeError(f"the reference of {name}: {found.fault}")
            raise UsageError(f"{name} has no benchmark")
        if self._plan.sizes and not found.benchmark.axis:
            raise UsageError(f"the benchmark of {name} has one size", remedy="leave out --sizes")
        return found.benchmark

    def _roof(self, dtype: str) -> Roof | None:
        """Time a matrix product and a copy as everything is timed here."""
        self._step(f"{dtype}: the machine's own peak")
        exercise = Bank(Path(__file__).parent / "peak").load("machine/peak")
        (copy,) = exercise.alternatives
        with closing(stage_for(self._pool, exercise, self._options(dtype))) as stage:
            both = [_counted(stage, each, self._seed) for each in (exercise.reference, copy)]
            try:
                course = Course(self._seed, 2 * self._plan.seconds)
                segment = run_segment(stage, [Entrant(copy.name, copy, ours=True)], course)
            except (Untimed, TooSlow):
                return None
        if segment is None or None in both:
            return None
        return _roof(dtype, segment, copy.name, *[counted for counted in both if counted])

    def _rows(self, stage: Stage, dtype: str, roof: Roof | None) -> Iterator[Row]:
        """Count every solution, then time all of them at one size after the other."""
        counted = {}
        for entrant in self._entrants:
            self._step(f"{dtype}: counting {entrant.name}")
            counted[entrant.name] = costing.along(
                stage, entrant.submission, self._seed, self._sizes, rules=entrant.rules
            )
        for size in self._sizes:
            self._step(f"{dtype}: {size or 'timing'}")
            runners = [entrant for entrant in self._entrants if entrant.name != REFERENCE]
            course = Course(self._seed, self._plan.seconds * len(self._entrants), size)
            outcome = _race(stage, runners, course)
            for entrant in self._entrants:
                row = Row(entrant.name, entrant.submission.kind.removesuffix("s"), dtype, size)
                counts = counted[entrant.name].counts.get(size)
                yield _filled(row, outcome[entrant.name], counts, roof)

    def _step(self, what: str) -> None:
        steps = len(self._plan.dtypes) * (1 + len(self._entrants) + len(self._sizes))
        self._tell(self._done / steps, what)
        self._done += 1

    def _bench(
        self,
        device: str,
        report: Report | None,
        benchmark: wire.CaseInfo | None,
        rows: tuple[Row, ...],
        roofs: tuple[Roof, ...],
    ) -> Bench:
        axis = benchmark.axis if benchmark else ""
        return Bench(
            problem=self._exercise.name,
            attempt=self._source.attempt if self._source else None,
            verdict=report.verdict if report else None,
            device=device,
            seed=self._seed,
            says=benchmark.says if benchmark else "",
            axis=axis,
            sizes=tuple(size for size in self._sizes if size) if benchmark else (),
            rows=rows,
            roofs=roofs,
            trends=trends(rows) if axis else (),
            versions=Versions(drill_version(), platform.python_version(), self._pool.torch),
            seconds=time.perf_counter() - self._began,
            message=report.message if report else "",
        )


def _entrants(exercise: Exercise, source: Source | None) -> tuple[Entrant, ...]:
    """Return who takes part: the attempt first, then what the bank has."""
    ours = [exercise.reference, *exercise.alternatives]
    found = [Entrant(each.name, each, ours=True) for each in ours]
    if builtin := exercise.builtin:
        found.append(Entrant(builtin.name, builtin, ours=True, rules=False))
    if source is not None:
        own = Submission(ATTEMPT, ATTEMPT, source.attempt.path, source.text)
        found.insert(0, Entrant(ATTEMPT, own))
    return tuple(found)


def _race(stage: Stage, runners: Sequence[Entrant], course: Course) -> dict[str, Clocked | str]:
    """Time these beside the reference; who cannot be timed leaves, and the others go on."""
    found: dict[str, Clocked | str] = {}
    left = list(runners)
    while True:
        try:
            segment = run_segment(stage, left, course)
            break
        except TooSlow as outcome:
            found[outcome.side] = abandoned(outcome.timing)
        except Untimed as outcome:
            found[outcome.side] = str(outcome)
        left = [runner for runner in left if runner.name not in found]
        if lost := found.pop(TWIN, None) or found.get(REFERENCE):
            words = lost if isinstance(lost, str) else "its two processes differ too much"
            names = [runner.name for runner in left]
            return found | {REFERENCE: words} | dict.fromkeys(names, "the reference has no time")
    if segment is None:
        raise JudgeError("the benchmark is gone")
    found[REFERENCE] = yardstick(estimate([segment], REFERENCE))
    return found | {each.name: clocked(estimate([segment], each.name)) for each in left}


def _filled(
    row: Row, outcome: Clocked | str, counted: wire.Counted | None, roof: Roof | None
) -> Row:
    time = outcome if isinstance(outcome, Clocked) else None
    counts = None
    if counted:
        counts = Counts(*(getattr(counted, name) for name in Counts.__struct_fields__))
    reached = rates(time, counts, roof) if time and counts else None
    fault = "" if isinstance(outcome, Clocked) else outcome
    return Row(row.solution, row.kind, row.dtype, row.size, time, counts, reached, fault)


def _counted(stage: Stage, submission: Submission, seed: int) -> wire.Counted | None:
    return costing.along(stage, submission, seed, (None,), rules=False).counts.get(None)


def _roof(
    dtype: str, segment: Segment, copy: str, product: wire.Counted, copied: wire.Counted
) -> Roof:
    seconds = estimate([segment], copy)
    return Roof(
        dtype,
        product.flops / seconds.reference_seconds,
        copied.moved_bytes / seconds.seconds,
    )
