"""`check(exercise, source, options) -> Report`: grade one attempt.

Drives the processes rung by rung and builds the report; prints and stores nothing.
"""

from __future__ import annotations

import platform
import secrets
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from grader import diagnosis, timing, wire
from grader.bank import Exercise
from grader.errors import JudgeError, MachineError, UsageError
from grader.model import (
    BLOCKS,
    LADDER,
    Case,
    Cost,
    Diagnosis,
    Report,
    Rung,
    Timing,
    Verdict,
    Versions,
)
from grader.pool import Budget, Pool, Worker
from grader.source import Source
from grader.trial import Ended, Settings, Trial

TIMING_SECONDS = 1.0
_JUDGE = Budget(60, 8 * 2**30)


class Options(Struct, frozen=True):
    """How to check. `only` keeps the cases whose name contains it; `scale` widens tolerances."""

    device: str = "auto"
    dtype: str = "float32"
    seed: int | None = None
    only: str = ""
    timing: bool = True
    diagnose: bool = True
    rules: bool = True
    scale: float = 1.0


class Graded(Struct, frozen=True):
    """What the ladder came to, before anything is said about it."""

    cases: tuple[Case, ...]
    judged: tuple[tuple[Case, Ended], ...] = ()
    dtypes: tuple[str, ...] = ()
    verdict: Verdict | None = None
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
    began = time.perf_counter()
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    if source.fault:
        graded = Graded((), (), (), Verdict.INVALID, source.fault, source.traceback)
        device = options.device if options.device != "auto" else "cpu"
        return _report(pool, exercise, source, graded, seed, device, began)
    judge = pool.worker()
    try:
        judge.send(wire.Become())
        device = resolve_device(judge, options.device)
        settings = Settings(exercise.problem, exercise.folder, seed, device, options.dtype)
        graded = grade(pool, settings, exercise, source, judge, options)
        report = _report(pool, exercise, source, graded, seed, device, began)
        found = _diagnosis(pool, settings, exercise, judge, graded, report, options)
    finally:
        judge.close()
    clock, cost = _timing(pool, settings, exercise, source, report, options)
    return _report(pool, exercise, source, graded, seed, device, began, found, clock, cost)


def resolve_device(judge: Worker, wanted: str) -> str:
    """Return the device to use.

    Raises:
        MachineError: it is not there; names what is.
    """
    if wanted == "cpu":
        return wanted
    found = probe(judge)
    if wanted == "auto":
        return found.names[0]
    if wanted in found.names:
        return wanted
    there = ", ".join(found.names)
    raise MachineError(f"there is no device {wanted!r} on this machine", remedy=f"there is: {there}")


def probe(judge: Worker) -> wire.Devices:
    """Ask which devices there are."""
    judge.send(wire.Probe())
    found: wire.Devices = judge.receive(wire.Devices, _JUDGE)
    return found


def grade(
    pool: Pool, settings: Settings, exercise: Exercise, source: Source, judge: Worker, options: Options
) -> Graded:
    """Run the ladder on the attempt and on the reference, rung by rung, and compare.

    Raises:
        JudgeError: the reference or the hidden tests are broken.
    """
    ours = exercise.reference
    reference = Trial(pool, settings, ours.path, ours.source)
    attempt = Trial(pool, settings, source.attempt.path, source.text, rules=options.rules)
    try:
        reference.load()
        if reference.failure:
            raise JudgeError(f"the reference of {exercise.name}: {reference.failure.message}")
        cases = [case for case in reference.cases if options.only in case.name]
        if not cases:
            known = ", ".join(case.name for case in reference.cases)
            raise UsageError(f"no case of {exercise.name} fits {options.only!r}", remedy=f"there are: {known}")
        attempt.load()
        if failure := attempt.failure:
            unrun = tuple(Case(c.name, c.rung, Verdict.NOT_RUN, c.says) for c in cases)
            return Graded(
                unrun, (), (), failure.verdict, failure.message, failure.traceback, failure.printed
            )
        return _climb(settings, judge, reference, attempt, cases, options)
    finally:
        reference.close()
        attempt.close()


def _climb(
    settings: Settings,
    judge: Worker,
    reference: Trial,
    attempt: Trial,
    cases: Sequence[wire.CaseInfo],
    options: Options,
) -> Graded:
    blocked: set[Rung] = set()
    done: list[Case] = []
    judged: list[tuple[Case, Ended]] = []
    dtypes: set[str] = set()
    for rung in LADDER:
        here = [case for case in cases if case.rung is rung]
        if not here:
            continue
        if rung in blocked:
            done += [Case(c.name, rung, Verdict.NOT_RUN, c.says) for c in here]
            continue
        names = [case.name for case in here]
        reference.begin(names)
        attempt.begin(names)
        got, expected = attempt.finish(), reference.finish()
        compared = compare(judge, settings, expected, got, options.scale)
        for info, ended, wanted, result in zip(here, got, expected, compared, strict=True):
            case = _judged(info, ended, wanted, result, settings)
            done.append(case)
            judged.append((case, ended))
            dtypes.update(result.dtypes)
            if case.verdict is not Verdict.ACCEPTED:
                blocked |= BLOCKS.get(rung, frozenset())
    return Graded(tuple(done), tuple(judged), tuple(sorted(dtypes)))


def compare(
    judge: Worker, settings: Settings, expected: Sequence[Ended], got: Sequence[Ended], scale: float
) -> tuple[wire.Compared, ...]:
    """Let the judge compare two solutions' observations case by case."""
    judge.send(
        wire.Compare(
            tuple(ended.sample for ended in expected),
            tuple(ended.sample for ended in got),
            settings.problem.tolerances,
            scale,
        )
    )
    comparison: wire.Comparison = judge.receive(wire.Comparison, _JUDGE)
    return comparison.cases


def _judged(
    info: wire.CaseInfo, ended: Ended, wanted: Ended, result: wire.Compared, settings: Settings
) -> Case:
    verdict, message = ended.verdict, ended.message
    if wanted.verdict is not Verdict.ACCEPTED or result.verdict is Verdict.JUDGE_ERROR:
        verdict = Verdict.JUDGE_ERROR
        message = f"the reference itself: {wanted.message or result.message}"
    elif verdict is Verdict.ACCEPTED:
        verdict, message = result.verdict, result.message
    elif verdict is Verdict.FORBIDDEN:
        message = _forbidden(ended, settings)
    return Case(
        info.name, info.rung, verdict, info.says, message, ended.seconds, ended.traceback, ended.printed
    )


def _forbidden(ended: Ended, settings: Settings) -> str:
    call = ended.forbidden[0]
    where = f" in line {call.line}" if call.line else ""
    instead = settings.problem.rules.instead
    wants = f"; this problem wants {instead}" if instead else "; it is what you are to build"
    return f"{call.name} was called{where}{wants}"


def _diagnosis(
    pool: Pool,
    settings: Settings,
    exercise: Exercise,
    judge: Worker,
    graded: Graded,
    report: Report,
    options: Options,
) -> Diagnosis | None:
    tellable = (Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT)
    if not options.diagnose or not graded.judged or report.verdict not in tellable:
        return None
    return diagnosis.diagnose(pool, settings, judge, exercise.mistakes, graded.judged)


def _timing(
    pool: Pool,
    settings: Settings,
    exercise: Exercise,
    source: Source,
    report: Report,
    options: Options,
) -> tuple[Timing | None, Cost | None]:
    if not options.timing or options.only or report.verdict is not Verdict.ACCEPTED:
        return None, None
    bench = Settings(
        settings.problem, settings.folder, settings.seed, settings.device, settings.dtype, bench=True
    )
    ours = exercise.reference
    return timing.measure(
        pool,
        bench,
        (source.attempt.path, source.text),
        (ours.path, ours.source),
        TIMING_SECONDS,
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


def _report(
    pool: Pool,
    exercise: Exercise,
    source: Source,
    graded: Graded,
    seed: int,
    device: str,
    began: float,
    found: Diagnosis | None = None,
    clock: Timing | None = None,
    cost: Cost | None = None,
) -> Report:
    return Report(
        problem=exercise.name,
        attempt=source.attempt,
        device=device,
        dtypes=graded.dtypes,
        seed=seed,
        verdict=graded.verdict or overall(graded.cases),
        message=graded.message,
        cases=graded.cases,
        diagnosis=found,
        timing=clock,
        cost=cost,
        versions=Versions(drill_version(), platform.python_version(), pool.torch),
        seconds=time.perf_counter() - began,
        traceback=graded.traceback,
        printed=graded.printed,
    )


def drill_version() -> str:
    """Return the installed version."""
    try:
        return version("drill-torch")
    except PackageNotFoundError:
        return "0+checkout"


