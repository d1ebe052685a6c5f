"""Grading many attempts from one warm pool: every file of a folder, a report each.

Keeps no report: memory does not grow with the number of attempts.
"""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.bank import Bank, Exercise
from grader.checking import Options, check_on, drill_version, stage_for
from grader.errors import BankError, JudgeError, MachineError, UsageError
from grader.mending import Pools, Tell
from grader.model import Attempt, Report, Verdict, Versions
from grader.parallel import side_by_side
from grader.pool import Pool
from grader.source import Source, read_source
from grader.stage import Stage

Key: TypeAlias = tuple[str, str]  # an attempt's path and digest


class Entry(Struct, frozen=True):
    """One file to grade, and the problem that its path names."""

    problem: str
    path: Path


class Row(Struct, frozen=True):
    """What a table says of one report; `mistake` is the one diagnosed with certainty."""

    attempt: Attempt
    problem: str
    verdict: Verdict
    passed: int
    cases: int
    mistake: str


class Failure(Struct, frozen=True):
    """The grader failed on an attempt: in what words, and where, if that was a bug of ours."""

    message: str
    traceback: str = ""


def entries(folder: Path, names: Sequence[str]) -> list[Entry]:
    """Find `TOPIC/PROBLEM/NAME.py` and `TOPIC/PROBLEM.py` under a folder, in order of path."""
    found = [Entry(name, path) for name in names for path in (folder / name).glob("*.py")]
    found += [Entry(name, folder / f"{name}.py") for name in names]
    return sorted((e for e in found if e.path.is_file()), key=lambda entry: entry.path)


def row(report: Report) -> Row:
    """Return what a table says of a report."""
    found = report.diagnosis
    return Row(
        attempt=report.attempt,
        problem=report.problem,
        verdict=report.verdict,
        passed=sum(case.verdict is Verdict.ACCEPTED for case in report.cases),
        cases=len(report.cases),
        mistake=found.mistake if found and found.certain else "",
    )


# ---- one run ------------------------------------------------------------------------------


def grade_all(
    bank: Bank, work: Sequence[Entry], options: Options, jobs: int, tell: Tell
) -> Generator[Report, None, None]:
    """Grade every entry, `jobs` at once, and yield each report as it is done; close the iterator.

    Where the grader itself failed, the attempt is graded once more at the end, alone, so that no
    other attempt can have had a hand in it; what fails again is reported as a `judge_error`.

    Raises:
        JudgeError: the warm process cannot be started any more.
    """
    # One fresh seed for all: what the reference and the mistakes do on it is needed once.
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    options = replace(options, seed=seed)
    exercises = {name: bank.load(name) for name in {entry.problem for entry in work}}
    if not work:
        return
    # Left in this order: the pool goes first, which ends what the threads are waiting for.
    with ThreadPoolExecutor(jobs) as threads, Pools(tell) as pools:
        stages = _Stages(options, jobs)

        def one(entry: Entry) -> Callable[[], tuple[Entry, Report | Failure]]:
            pool, exercise = pools.present, exercises[entry.problem]
            return lambda: (entry, _graded(stages, pool, exercise, entry))

        again: list[Entry] = []
        for entry, outcome in side_by_side(threads, map(one, stages.in_turn(work)), jobs):
            if isinstance(outcome, Report) and outcome.verdict is not Verdict.JUDGE_ERROR:
                yield outcome
            else:
                again.append(entry)
                pools.mend()
        for entry, outcome in side_by_side(threads, map(one, again), 1):
            pools.mend()
            yield outcome if isinstance(outcome, Report) else _lost(entry, outcome, options, pools)


def _graded(stages: _Stages, pool: Pool, exercise: Exercise, entry: Entry) -> Report | Failure:
    try:
        with stages.one(pool, exercise) as stage:
            return check_on(stage, _source(entry.path, exercise.stub), stages.options)
    except (BankError, MachineError, UsageError):
        raise  # would be the same for every attempt
    except JudgeError as error:
        return Failure(error.message)
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        return Failure(words, "".join(traceback.format_exception(error)))


def _source(path: Path, stub: str) -> Source:
    """Read an attempt; one that is gone or locked is invalid and does not end the run."""
    try:
        return read_source(path, stub)
    except UsageError as error:
        return Source(Attempt(str(path), ""), "", error.message)


def _lost(entry: Entry, failure: Failure, options: Options, pools: Pools) -> Report:
    return Report(
        problem=entry.problem,
        attempt=Attempt(str(entry.path), _digest(entry.path)),
        device=options.device,
        dtypes=(),
        seed=options.seed or 0,
        verdict=Verdict.JUDGE_ERROR,
        cases=(),
        diagnosis=None,
        timing=None,
        cost=None,
        versions=Versions(drill_version(), platform.python_version(), pools.present.torch),
        seconds=0.0,
        message=failure.message,
        traceback=failure.traceback,
    )


class _Stages:
    """Stages lent to one check at a time and kept for the next one of the same problem."""

    def __init__(self, options: Options, most: int) -> None:
        self.options = options
        self._most = most
        self._lock = threading.Lock()
        self._idle: list[Stage] = []
        self._begun: set[str] = set()

    def in_turn(self, work: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries, each when it is asked for: first those for which a stage is idle.

        Then a problem that nobody has begun, so that one stage serves all attempts at a problem.
        """
        waiting: dict[str, deque[Entry]] = {}
        for entry in work:
            waiting.setdefault(entry.problem, deque()).append(entry)
        while waiting:
            problem = self._best(waiting)
            self._begun.add(problem)
            yield waiting[problem].popleft()
            if not waiting[problem]:
                del waiting[problem]

    def _best(self, waiting: Iterable[str]) -> str:
        with self._lock:
            idle = {stage.exercise.name for stage in self._idle}
        return min(waiting, key=lambda name: (name not in idle, name in self._begun))

    @contextmanager
    def one(self, pool: Pool, exercise: Exercise) -> Iterator[Stage]:
        """Lend a stage; one that a check has failed on is not lent again."""
        stage = self._idle_one(pool, exercise) or stage_for(pool, exercise, self.options)
        try:
            yield stage
        except BaseException:
            stage.close()
            raise
        stage.clear()
        with self._lock:
            self._idle.append(stage)

    def _idle_one(self, pool: Pool, exercise: Exercise) -> Stage | None:
        """Return an idle stage that fits; of the others the latest are kept."""
        with self._lock:
            fits = [s for s in self._idle if s.pool is pool and s.exercise is exercise]
            others = [s for s in self._idle if s not in fits]
            self._idle = others[-self._most :] + fits[1:]
        for stage in others[: -self._most]:
            stage.close()
        return fits[0] if fits else None


# ---- what an earlier run has done ---------------------------------------------------------


class _Refusal(Struct):
    """The line that a command leaves which ended in an error."""

    error: msgspec.Raw


def read_reports(path: Path) -> dict[Key, Row]:
    """Read the reports in an earlier run's output, the last of each attempt.

    A last line without its end, as a kill leaves it, is removed from the file, so that what is
    appended begins on a line of its own.

    Raises:
        UsageError: the file cannot be read, or holds something else than reports.
    """
    rows: dict[Key, Row] = {}
    whole = 0
    decoder, refusal = msgspec.json.Decoder(Report), msgspec.json.Decoder(_Refusal)
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n") and line.startswith(b"{"):
                    break
                if found := _reported(line, decoder, refusal, f"line {number} of {path}"):
                    rows[found.attempt.path, found.attempt.sha256] = found
                whole += len(line)
        if whole < path.stat().st_size:
            os.truncate(path, whole)
    except OSError as error:
        raise UsageError(f"{path} cannot be resumed: {error.strerror}") from None
    return rows


def _reported(
    line: bytes,
    decoder: msgspec.json.Decoder[Report],
    refusal: msgspec.json.Decoder[_Refusal],
    where: str,
) -> Row | None:
    try:
        return row(decoder.decode(line))
    except msgspec.DecodeError:
        pass
    try:
        refusal.decode(line)
    except msgspec.DecodeError:
        remedy = "--resume takes what drill grade DIR --json printed"
        raise UsageError(f"{where} is not a report", remedy=remedy) from None
    return None


def resume(work: Iterable[Entry], rows: Mapping[Key, Row]) -> tuple[list[Row], list[Entry]]:
    """Part what is reported already, of the same bytes, from what is to be graded.

    A `judge_error` is no verdict: such an attempt is graded again.
    """
    done: list[Row] = []
    rest: list[Entry] = []
    for entry in work:
        found = rows.get((str(entry.path), _digest(entry.path))) if rows else None
        if found and found.verdict is not Verdict.JUDGE_ERROR:
            done.append(found)
        else:
            rest.append(entry)
    return done, rest


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # as its report has it
