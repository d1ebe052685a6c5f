"""Time of an attempt against the reference's, measured side by side in fresh processes.

Batches of half a millisecond in random order, under this process's eyes: it reads the workers'
CPU clocks itself (its own clock where there is none). A second process of the reference shows what
the same code differs from itself by. Correctness is settled before; nothing here changes a verdict.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import partial
from statistics import median
from typing import TypeVar

from msgspec import Struct

from grader import wire
from grader.bank import Submission
from grader.estimate import (
    REFERENCE,
    TWIN,
    Segment,
    estimate,
    pace,
    plain,
    settled,
    typical,
)
from grader.model import Pace, Rung, Timing, Verdict
from grader.pool import Budget, End, WorkerEndedError, cpu_seconds
from grader.processor import idlest, on_processor
from grader.stage import Stage
from grader.trial import Trial, from_judge

BATCH_SECONDS, MOST_BATCH = 0.0005, 0.02
SEGMENT_SECONDS = 1.0  # measured with one set of processes; then come fresh ones
ENOUGH_SEGMENTS, MOST_SEGMENTS = 3, 6
LEAST_ROUNDS = 5
SLOW_SECONDS, SLOW_TIMES = 0.2, 20  # a call that takes as long, and so many times the reference
MOST_BYTES = 16 * 2**30
CALL = Budget(5, MOST_BYTES)  # what nobody waits longer for
SETUP = Budget(30, MOST_BYTES)
NULL_BATCHES = 20
COMPARED = 0.1  # of the rounds, chosen when they are over
MOST_OUTSIDE = 1.5  # times the reference's work while no clock runs

BUILTIN = "builtin"

T = TypeVar("T")


class Untimed(Exception):  # noqa: N818  (an outcome, as StopIteration is)
    """A solution cannot be timed; says why. `side` is its name; `end` how it was lost, if so."""

    def __init__(self, words: str, side: str, end: End | None = None) -> None:
        super().__init__(words)
        self.side = side
        self.end = end


class TooSlow(Exception):  # noqa: N818
    """A call takes so much longer than the reference's that one is enough."""

    def __init__(self, side: str, own: float, ours: float, *, ended: bool = False) -> None:
        super().__init__(f"a call of the {side} took {own / ours:.0f} times the reference's")
        self.side = side
        self.timing = Timing(
            ratio=own / ours,
            low=own / ours,
            high=own / ours,
            attempt_seconds=own,
            reference_seconds=ours,
            pace=Pace.ENDED if ended else Pace.SLOWER,
        )


class Side:
    """One solution's benchmark in a process of its own."""

    def __init__(
        self, trial: Trial, name: str, *, ours: bool = False, size: int | None = None
    ) -> None:
        self.name = name
        self.ours = ours
        self.samples: list[float] = []
        self.device_seconds: list[float] = []
        self.times = 10_000  # calls in one batch, at most
        self._trial = trial
        self._size = size
        self._null = self._inside = self._began = 0.0

    def load(self) -> wire.CaseInfo | None:
        """Set the first benchmark up; return it, or None where the problem has none.

        Raises:
            Untimed: it cannot be run.
        """
        self._trial.load()
        if self._trial.failure:
            raise Untimed(f"{self.name}: {self._trial.failure.message}", self.name)
        if not self._trial.cases:
            return None
        self.pid = self._trial.worker.pid
        # A process's CPU time, read from here, does not count what others do to a busy machine.
        self.by_cpu = self._trial.device == "cpu" and cpu_seconds(self.pid) > 0
        self._clock = partial(cpu_seconds, self.pid) if self.by_cpu else time.perf_counter
        benchmark = self._trial.cases[0]
        self._ask(wire.RunCases((benchmark.name,)), wire.Started, SETUP)
        finished = self._receive(wire.Finished, SETUP)
        self._receive(wire.Done, SETUP)
        if finished.raised is not None or finished.forbidden:
            raise Untimed(f"{self.name}: its benchmark cannot be run", self.name)
        return benchmark

    def weigh(self, ours: float | None = None) -> float:
        """Return the seconds of one call, roughly; stop at the first where that says it all.

        Raises:
            TooSlow: it takes far longer than `ours`, the reference's.
        """
        self._null = median([self.batch(0, 0) for _ in range(NULL_BATCHES)])
        try:
            once = self.batch(1, 0)
            slow = max(SLOW_SECONDS, SLOW_TIMES * ours) if ours else math.inf
            if once > slow:  # a first call may have imported something
                once = min(once, self.batch(1, 1))
            if ours and once > slow:
                raise TooSlow(self.name, once, ours)
            once = min(self.batch(1, number) for number in range(1, 4))
        except Untimed as lost:
            if ours and lost.end in (End.CPU_TIME, End.WALL_TIME):
                raise TooSlow(self.name, CALL.cpu_seconds, ours, ended=True) from None
            raise
        self._inside, self._began = 0.0, cpu_seconds(self.pid)
        self.device_seconds.clear()
        return once

    def batch(self, times: int, number: int, take: int | None = None) -> float:
        """Return the seconds a call took, of so many with the inputs of this round.

        `take` is the call whose output is kept, decided when the clock has stopped.
        """
        self._ask(wire.MakeThunks(times, number, self._size), wire.Done)
        began = self._clock()
        ran = self._ask(wire.RunThunks(), wire.Ran)
        spent = self._clock() - began
        self.device_seconds.append(ran.device_seconds / max(1, times))
        self._inside += spent
        if take is not None:
            self.output: wire.Output = self._ask(wire.TakeOutput(take), wire.Output)
        self._ask(wire.DropThunks(), wire.Done)
        return max(spent - self._null, 1e-9) / max(1, times)

    @property
    def spent(self) -> float:
        """The seconds its calls took."""
        return self._inside

    @property
    def outside(self) -> float:
        """The seconds this process has worked while no clock ran."""
        return cpu_seconds(self.pid) - self._began - self._inside

    def _ask(self, message: wire.ToSolution, expected: type[T], budget: Budget = CALL) -> T:
        self._trial.worker.send(message)
        return self._receive(expected, budget)

    def _receive(self, expected: type[T], budget: Budget) -> T:
        try:
            answer: T = self._trial.worker.receive(expected, budget)
        except WorkerEndedError as error:
            raise Untimed(_last_words(error), self.name, error.end) from None
        return answer


class Entrant(Struct, frozen=True):
    """A solution to be timed, under a name; one of ours is not watched for tricks."""

    name: str
    submission: Submission
    ours: bool = False
    rules: bool = True


class Course(Struct, frozen=True):
    """What is timed: one size of the first benchmark on inputs of one seed, for so long."""

    seed: int
    seconds: float = SEGMENT_SECONDS
    size: int | None = None


def measure(stage: Stage, own: Submission, seed: int) -> tuple[Timing | None, str]:
    """Time an attempt; return None, and why in words, where it cannot be.

    Fresh processes run one segment after the other until the answer is settled.
    """
    entrants = [Entrant("attempt", own)]
    if builtin := stage.exercise.builtin:
        entrants.append(Entrant(BUILTIN, builtin, ours=True, rules=False))
    segments: list[Segment] = []
    while not _is_settled(segments):
        try:
            segment = run_segment(stage, entrants, Course(seed + len(segments)))
        except (TooSlow, Untimed) as outcome:
            if outcome.side == BUILTIN:  # it is only for comparison: go on without it
                entrants.pop()
                continue
            if isinstance(outcome, TooSlow) and outcome.side == "attempt":
                return outcome.timing, ""
            return None, str(outcome)
        if segment is None:
            return None, ""
        segments.append(segment)
    return _timing(segments), ""


def _last_words(error: WorkerEndedError) -> str:
    """Say how a process ended, with the last line it printed: the exception, where it was one."""
    lines = error.printed.strip().splitlines() if error.end is End.DIED else []
    return f"its benchmark ended ({error.end})" + (
        f": {lines[-1].removeprefix('INTERNALERROR> ')[:200]}" if lines else ""
    )


def _is_settled(segments: Sequence[Segment]) -> bool:
    if not segments:
        return False
    found = estimate(segments, "attempt")
    enough = len(segments) >= ENOUGH_SEGMENTS and settled(found)
    return plain(found) or enough or len(segments) >= MOST_SEGMENTS


def _timing(segments: Sequence[Segment]) -> Timing:
    found = estimate(segments, "attempt")
    builtin = [s.samples[BUILTIN] for s in segments if BUILTIN in s.samples]
    return Timing(
        ratio=found.ratio,
        low=found.low,
        high=found.high,
        attempt_seconds=found.seconds,
        reference_seconds=found.reference_seconds,
        pace=pace(found),
        noise=found.noise,
        builtin_seconds=median(map(typical, builtin)) if builtin else None,
        device_seconds=median(s.device_seconds["attempt"] for s in segments) or None,
    )


def run_segment(stage: Stage, entrants: Sequence[Entrant], course: Course) -> Segment | None:
    """Time solutions beside two processes of the reference; None where there is no benchmark.

    Raises:
        Untimed: a solution cannot be timed.
        TooSlow: one takes so long that its first call says all.
    """
    ours = stage.exercise.reference
    field = [Entrant(name, ours, ours=True) for name in (REFERENCE, TWIN)]
    before = idlest()
    with ExitStack() as ending:
        sides = []
        for entrant in (*field, *entrants):
            trial = ending.enter_context(closing(_opened(stage, entrant, course)))
            sides.append(Side(trial, entrant.name, ours=entrant.ours, size=course.size))
        benchmarks = [side.load() for side in sides]
        if benchmarks[0] is None:
            return None
        pinned = [side.pid for side in sides] if sides[0].by_cpu else []
        ending.enter_context(on_processor(before(), pinned))
        return _run(stage, sides, benchmarks[0], course)


def _opened(stage: Stage, entrant: Entrant, course: Course) -> Trial:
    settings = stage.settings(course.seed, bench=True)
    submission = entrant.submission
    trial = Trial(stage.pool, settings, submission.path, rules=entrant.rules)
    trial.put(submission.path, submission.source)
    return trial


def _run(stage: Stage, sides: Sequence[Side], benchmark: wire.CaseInfo, course: Course) -> Segment:
    """Run rounds, each side once in random order, until the time is up."""
    reference, *others = sides
    ours = reference.weigh()
    for side in others:
        side.times = max(1, round(MOST_BATCH / side.weigh(ours)))
    times = max(1, round(BATCH_SECONDS / ours))
    comparable = benchmark.rung is not Rung.STATISTICS
    order = list(sides)
    deadline = time.monotonic() + course.seconds
    while len(reference.samples) < LEAST_ROUNDS or time.monotonic() < deadline:
        number = len(reference.samples)
        random.shuffle(order)
        compared = comparable and (not number or random.random() < COMPARED)
        take = random.randrange(min(times, *(s.times for s in sides))) if compared else None
        for side in order:
            side.samples.append(side.batch(min(times, side.times), number, take))
        if compared:
            _compare(stage, reference, others)
    _audit(reference, others)
    samples = {side.name: tuple(side.samples) for side in sides}
    on_device = {side.name: median(side.device_seconds) for side in sides}
    return Segment(samples, on_device, by_cpu=reference.by_cpu)


def _compare(stage: Stage, reference: Side, others: Sequence[Side]) -> None:
    """Let the judge compare what one timed call of each side returned."""
    tolerances = stage.exercise.problem.tolerances
    expected = wire.Sample("timed", reference.output.observations)
    for side in (side for side in others if not side.ours):
        got = wire.Sample("timed", side.output.observations)
        stage.judge.send(wire.Compare((expected,), (got,), tolerances))
        compared: wire.Comparison = from_judge(stage.judge, wire.Comparison)
        if compared.cases[0].verdict is not Verdict.ACCEPTED:
            raise Untimed(f"a timed call of the {side.name} returned something else", side.name)


def _audit(reference: Side, others: Sequence[Side]) -> None:
    """See that nobody works while its clock stands still."""
    for side in others:
        if (
            side.by_cpu
            and not side.ours
            and side.outside > MOST_OUTSIDE * reference.outside + side.spent
        ):
            words = f"the {side.name} works between its calls, where no clock runs"
            raise Untimed(words, side.name)
