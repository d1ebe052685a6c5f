"""`check(exercise, source, options) -> Report`: grade one attempt.

Drives the processes rung by rung and builds the report; prints and stores nothing.
"""

from __future__ import annotations

import difflib
import platform
import secrets
import time
from collections.abc import Sequence
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from grader import costing, diagnosis, timing, wire
from grader.bank import Exercise, Submission
from grader.errors import JudgeError, UsageError
from grader.memory import Memory
from grader.model import (
    BLOCKS,
    LADDER,
    Case,
    Diagnosis,
    Problem,
    Report,
    Rung,
    Verdict,
    Versions,
)
from grader.pool import Pool, Worker
from grader.source import Source
from grader.stage import Stage
from grader.trial import Ended, LoadFailure, Trial, from_judge

DIAGNOSED = (
    Verdict.WRONG_ANSWER,
    Verdict.RUNTIME_ERROR,
    Verdict.TIME_LIMIT,
    Verdict.MEMORY_LIMIT,
)


class Options(Struct, frozen=True):
    """How to check. `only` keeps the cases whose name contains it; `scale` widens tolerances.

    `exact` runs the reference in float64 on the CPU too, so that its own error counts; None means
    on every device but the CPU, where `drill verify` has measured it.
    """

    device: str = "auto"
    dtype: str = "float32"
    seed: int | None = None
    only: str = ""
    timing: bool = True
    scaling: bool = False
    diagnose: bool = True
    rules: bool = True
    scale: float = 1.0
    exact: bool | None = None


class Said(Struct, frozen=True):
    """What there is to say about an attempt of which no case was run."""

    message: str = ""
    traceback: str = ""
    printed: str = ""


def check(pool: Pool, exercise: Exercise, source: Source, options: Options | None = None) -> Report:
    """Grade one attempt.

    Raises:
        MachineError: the device asked for is not there.
        UsageError: no case fits `only`.
        JudgeError: the grader failed; never the attempt's fault.
    """
    options = options or Options()
    with closing(stage_for(pool, exercise, options)) as stage:
        return check_on(stage, source, options)


def stage_for(pool: Pool, exercise: Exercise, options: Options) -> Stage:
    """Return a stage for many checks of one problem with the same device, dtype and rules."""
    return Stage(pool, exercise, device=options.device, dtype=options.dtype, rules=options.rules)


def check_on(stage: Stage, source: Source, options: Options) -> Report:
    """Grade one attempt on a stage that may have served others; raises as `check` does."""
    return Checker(stage, source, options).run()


class Checker:
    """One check, from the source to the report."""

    def __init__(self, stage: Stage, source: Source, options: Options) -> None:
        self._began = time.perf_counter()
        self._stage = stage
        self._exercise = stage.exercise
        self._source = source
        self._options = options
        self._seed = secrets.randbelow(2**31) if options.seed is None else options.seed
        self._device = "cpu" if options.device == "auto" else options.device
        self._judged: list[tuple[Case, Ended]] = []
        self._dtypes: set[str] = set()

    def run(self) -> Report:
        """Grade, diagnose what failed, time what passed."""
        if self._source.fault:
            return self._invalid(self._source.fault, self._source.traceback)
        self._device = self._stage.device
        answer = self._grade()
        if isinstance(answer, Report):
            return answer
        found = self._diagnosis(overall(answer))
        report = self._report(overall(answer), tuple(answer), found=found)
        return self._measured(report) if overall(answer) is Verdict.ACCEPTED else report

    def _grade(self) -> list[Case] | Report:
        """Run the ladder, or return the report of an attempt that does not load."""
        ours, own = self._exercise.reference, self._source
        reference = self._stage.reference
        reference.put(ours.path, ours.source, seed=self._seed)
        attempt = self._stage.attempt(own.attempt.path)
        exact = self._exact()
        try:
            attempt.put(own.attempt.path, own.text, seed=self._seed)
            judge = self._stage.judge  # made while the two are loading
            reference.load()
            if failure := reference.failure:
                words = f"{failure.message} {failure.printed.strip()[-300:]}".strip()
                raise JudgeError(f"the reference of {self._exercise.name}: {words}")
            cases = self._chosen(reference.cases)
            attempt.load()
            if attempt.failure:
                return self._not_loaded(attempt.failure, cases)
            if exact:
                exact.load()
            problem, scale = self._exercise.problem, self._options.scale
            climbed = climb(judge, problem, reference, attempt, cases, scale=scale, exact=exact)
        finally:
            self._stage.spend(attempt)
        self._judged = climbed.judged
        self._dtypes = climbed.dtypes
        return climbed.cases

    def _exact(self) -> Memory | None:
        """Return the reference put in float64 on the CPU, where its own error there is to count."""
        wanted = self._options.exact
        if not (self._device != "cpu" if wanted is None else wanted):
            return None
        ours, exact = self._exercise.reference, self._stage.exact
        exact.put(ours.path, ours.source, seed=self._seed)
        return exact

    def _chosen(self, cases: Sequence[wire.CaseInfo]) -> list[wire.CaseInfo]:
        chosen = [case for case in cases if self._options.only in case.name]
        if not chosen:
            near = difflib.get_close_matches(self._options.only, [c.name for c in cases], 3, 0.3)
            words = f"no case of {self._exercise.name} fits {self._options.only!r}"
            nearest = f"nearest: {', '.join(near)}" if near else "drill check -v lists them"
            raise UsageError(words, remedy=nearest)
        return chosen

    def _diagnosis(self, verdict: Verdict) -> Diagnosis | None:
        mistakes = self._exercise.mistakes
        if not self._options.diagnose or verdict not in DIAGNOSED or not mistakes:
            return None
        stage, settings = self._stage, self._stage.settings(self._seed)
        return diagnosis.diagnose(stage.mistakes, settings, stage.judge, mistakes, self._judged)

    def _measured(self, report: Report) -> Report:
        """Add cost and time to the report of a pass."""
        options, own = self._options, self._source
        if options.only or not (options.timing or options.scaling):
            return report
        attempt = Submission("attempt", "attempt", own.attempt.path, own.text)
        cost, growth = costing.measure(self._stage, attempt, self._seed, scaling=options.scaling)
        clock, remark = None, ""
        if options.timing and cost:
            clock, remark = timing.measure(self._stage, attempt, self._seed)
        seconds = time.perf_counter() - self._began
        return replace(
            report, cost=cost, growth=growth, timing=clock, remark=remark, seconds=seconds
        )

    def _invalid(self, message: str, traceback: str) -> Report:
        return self._report(Verdict.INVALID, (), said=Said(message, traceback))

    def _not_loaded(self, failure: LoadFailure, cases: Sequence[wire.CaseInfo]) -> Report:
        message = failure.message
        if failure.forbidden:
            message = _forbidden(self._exercise.problem, failure.forbidden[0])
        return self._report(
            failure.verdict,
            tuple(_not_run(cases)),
            said=Said(message, failure.traceback, failure.printed),
        )

    def _report(
        self,
        verdict: Verdict,
        cases: tuple[Case, ...],
        *,
        found: Diagnosis | None = None,
        said: Said | None = None,
    ) -> Report:
        said = said or Said()
        return Report(
            problem=self._exercise.name,
            attempt=self._source.attempt,
            device=self._device,
            dtypes=tuple(sorted(self._dtypes)),
            seed=self._seed,
            only=self._options.only,
            verdict=verdict,
            cases=cases,
            diagnosis=found,
            timing=None,
            cost=None,
            versions=Versions(drill_version(), platform.python_version(), self._stage.pool.torch),
            seconds=time.perf_counter() - self._began,
            message=said.message,
            traceback=said.traceback,
            printed=said.printed,
        )


class Expected(Protocol):
    """Where the reference's side of cases comes from: its trial, or what is remembered of it."""

    def begin(self, names: Sequence[str]) -> None:
        """Ask for these cases."""

    def finish(self) -> list[Ended]:
        """Return how they ended."""


class Climbed(Struct, frozen=True):
    """The ladder's outcome: every case, how those that were run ended, and the dtypes compared."""

    cases: list[Case]
    judged: list[tuple[Case, Ended]]
    dtypes: set[str]


def climb(
    judge: Worker,
    problem: Problem,
    reference: Expected,
    attempt: Trial,
    infos: Sequence[wire.CaseInfo],
    *,
    scale: float = 1.0,
    exact: Memory | None = None,
) -> Climbed:
    """Run rung by rung on both sides; what a failed rung makes meaningless is not run."""
    blocked: set[Rung] = set()
    climbed = Climbed([], [], set())
    for rung in LADDER:
        here = [info for info in infos if info.rung is rung]
        if rung in blocked:
            climbed.cases.extend(_not_run(here))
        elif here:
            names = [info.name for info in here]
            reference.begin(names)
            attempt.begin(names)
            got, expected = attempt.finish(), reference.finish()
            truths = exact.run(names) if exact else ()
            compared = compare(judge, problem, expected, got, scale, exact=truths)
            rows = zip(here, expected, got, compared, strict=True)
            cases = [judged_case(problem, *row) for row in rows]
            climbed.cases.extend(cases)
            pairs = zip(cases, got, strict=True)
            climbed.judged.extend(pair for pair in pairs if pair[0].verdict is not Verdict.NOT_RUN)
            climbed.dtypes.update(name for result in compared for name in result.dtypes)
            if overall(cases) is not Verdict.ACCEPTED:
                blocked |= BLOCKS.get(rung, frozenset())
    return climbed


def compare(
    judge: Worker,
    problem: Problem,
    expected: Sequence[Ended],
    got: Sequence[Ended],
    scale: float,
    *,
    exact: Sequence[Ended] = (),
) -> tuple[wire.Compared, ...]:
    """Let the judge compare two solutions' observations, case by case.

    Raises:
        JudgeError: the judge is lost.
    """
    results: list[wire.Compared] = []
    for index, (wanted, given) in enumerate(zip(expected, got, strict=True)):
        samples = ((wanted.sample,), (given.sample,))
        truth = tuple(ended.sample for ended in exact[index : index + 1])
        judge.send(wire.Compare(*samples, problem.tolerances, scale, truth))
        comparison: wire.Comparison = from_judge(judge, wire.Comparison)
        results += [replace(c, message=wire.printable(c.message)) for c in comparison.cases]
    return tuple(results)


def judged_case(
    problem: Problem, info: wire.CaseInfo, expected: Ended, got: Ended, result: wire.Compared
) -> Case:
    """Join how a case ended and what the comparison says into its verdict."""
    verdict, message = got.verdict, got.message
    if expected.verdict is not Verdict.ACCEPTED or result.verdict is Verdict.JUDGE_ERROR:
        verdict = Verdict.JUDGE_ERROR
        message = f"the reference itself: {expected.message or result.message}"
    elif verdict is Verdict.ACCEPTED:
        verdict, message = result.verdict, result.message
    elif verdict is Verdict.FORBIDDEN:
        message = _forbidden(problem, got.forbidden[0])
    return Case(
        name=info.name,
        rung=info.rung,
        verdict=verdict,
        says=info.says,
        message=message,
        seconds=got.seconds,
        traceback=got.traceback,
        printed=got.printed,
    )


def overall(cases: Sequence[Case]) -> Verdict:
    """Return the verdict of a whole check: a pass is all of at least one case."""
    failed = [case.verdict for case in cases if case.verdict is not Verdict.ACCEPTED]
    for gravest in (Verdict.JUDGE_ERROR, Verdict.FORBIDDEN):
        if gravest in failed:
            return gravest
    if failed:
        return failed[0]
    return Verdict.ACCEPTED if cases else Verdict.JUDGE_ERROR


def drill_version() -> str:
    """Return the installed version."""
    try:
        return version("drill-torch")
    except PackageNotFoundError:
        return "0+checkout"


def _not_run(cases: Sequence[wire.CaseInfo]) -> list[Case]:
    return [Case(case.name, case.rung, Verdict.NOT_RUN, case.says) for case in cases]


def _forbidden(problem: Problem, call: wire.ForbiddenCall) -> str:
    where = f" in line {call.line}" if call.line else ""
    instead = problem.rules.instead
    wants = f"; this problem wants {instead}" if instead else "; it is what you are to build"
    return f"{call.name} was called{where}{wants}"
