"""Solutions on trial: their cases run in workers, a fresh one after any that is lost.

Says what happened in each case; whether that is right is the judge's to say.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from grader import wire
from grader.errors import JudgeError
from grader.model import Layer, Limits, Problem, Verdict
from grader.pool import (
    MOST_PROCESSES,
    MOST_SCRATCH,
    Budget,
    End,
    Pool,
    Worker,
    WorkerEndedError,
)

LOAD_SECONDS = 10.0
MOST_OBSERVED = 64 * 2**20  # bytes of one case's values
JUDGE_BUDGET = Budget(60, 8 * 2**30)
MOST_OVERRUNS = 2  # an endless loop is one in every case: nobody waits for all of them


class Settings(Struct, frozen=True):
    """What every solution of one run has in common; `hidden` folders it cannot read."""

    problem: Problem
    folder: Path
    seed: int
    device: str
    dtype: str = "float32"
    bench: bool = False
    hidden: tuple[str, ...] = ()


def order(settings: Settings, *, rules: bool = True) -> wire.Open:
    """Return what opens a process for these settings."""
    problem = settings.problem
    return wire.Open(
        hidden=settings.hidden,
        problem_dir=str(settings.folder),
        entry_points=problem.entry_points,
        forbid=problem.rules.forbid if rules else (),
        device=settings.device,
        memory_mb=problem.limits.memory_mb,
        bench=settings.bench,
    )


class Ended(Struct, frozen=True):
    """How a case ended for one solution; `observations` are still encoded and not yet believed."""

    name: str
    verdict: Verdict
    observations: bytes = b"\x90"
    raised: str = ""
    message: str = ""
    traceback: str = ""
    printed: str = ""
    seconds: float = 0.0
    forbidden: tuple[wire.ForbiddenCall, ...] = ()

    @property
    def sample(self) -> wire.Sample:
        """What the judge gets of it."""
        return wire.Sample(self.name, self.observations, self.raised, self.verdict)


class LoadFailure(Struct, frozen=True):
    """Why no case could be run."""

    verdict: Verdict
    message: str
    traceback: str = ""
    printed: str = ""
    forbidden: tuple[wire.ForbiddenCall, ...] = ()


class Trial:
    """A worker opened for one problem; `put` a solution in, then `load`. Close it.

    `cases` or `failure` is known after `load`.
    """

    def __init__(self, pool: Pool, settings: Settings, path: str, *, rules: bool = True) -> None:
        self._pool = pool
        self._limits: Limits = settings.problem.limits
        self._most = self._limits.seconds
        self._order = order(settings, rules=rules)
        self._path = path
        self._put = wire.Put(path, "", settings.seed, settings.dtype)
        self.cases: tuple[wire.CaseInfo, ...] = ()
        self.layers: tuple[Layer, ...] = ()
        self.failure: LoadFailure | None = None
        self._pending: tuple[str, ...] = ()
        self._overruns = 0
        self._open()

    def put(self, path: str, source: str, *, seed: int | None = None, dtype: str = "") -> None:
        """Put a solution in, without waiting; another one only if both are ours."""
        now = self._put
        seed = now.seed if seed is None else seed
        self._put = wire.Put(path, source, seed, dtype or now.dtype)
        self.failure = None
        self._overruns = 0
        if self._alive:
            self._worker.send(self._put)
        else:
            self._restart()

    def swap(self, path: str, source: str, *, seed: int | None = None, dtype: str = "") -> None:
        """Put a solution in and wait until it is loaded."""
        self.put(path, source, seed=seed, dtype=dtype)
        self.load()

    def load(self) -> None:
        """Wait until the solution is loaded or has failed to."""
        budget = self._budget(LOAD_SECONDS)
        try:
            answer = self._worker.receive(wire.Loaded | wire.LoadFailed, budget)
        except WorkerEndedError as ended:
            self.failure = _not_loaded(ended)
            self._alive = False
            return
        if isinstance(answer, wire.LoadFailed):
            printed = self._worker.printed()
            verdict = Verdict.FORBIDDEN if answer.forbidden else Verdict.INVALID
            words, lines = wire.printable(answer.message), wire.printable(answer.traceback)
            calls = _named(answer.forbidden)
            self.failure = LoadFailure(verdict, words, lines, printed, calls)
            self._alive = False
        else:
            self.cases = answer.cases
            self.layers = answer.layers

    def begin(self, names: Iterable[str]) -> None:
        """Ask for these cases without waiting."""
        self._pending = tuple(names)
        hopeless = self._overruns >= MOST_OVERRUNS
        if self._pending and not hopeless and (self._alive or self._again()):
            self._worker.send(wire.RunCases(self._pending))

    def finish(self) -> list[Ended]:
        """Wait for the cases asked for; every one has an end, in the order asked."""
        ended: list[Ended] = []
        while self._pending:
            name, *rest = self._pending
            ended.append(self._one(name))
            if self._alive:
                self._pending = tuple(rest)
            else:
                self.begin(rest)
        return ended

    def allow(self, seconds: float) -> None:
        """Give every case from now on so much CPU time, where the problem gives no less."""
        self._limits = replace(self._limits, seconds=min(seconds, self._most))

    def run(self, names: Iterable[str]) -> list[Ended]:
        """Run these cases and wait."""
        self.begin(names)
        return self.finish()

    @property
    def device(self) -> str:
        """Where it runs."""
        return self._order.device

    @property
    def path(self) -> str:
        """The file that its solution may read: its own."""
        return self._path

    @property
    def worker(self) -> Worker:
        """The present worker, for a benchmark's clock."""
        return self._worker

    def close(self) -> None:
        """Kill what is left."""
        self._worker.close()

    def _open(self) -> None:
        self._worker = self._pool.opened(self._order)
        self._worker.send(wire.Enter(self._worker.scratch, self._path))
        self._alive = True

    def _again(self) -> bool:
        """Replace a lost worker; a solution that no longer loads stays lost."""
        self._restart()
        self.load()
        return self._alive

    def _restart(self) -> None:
        self._worker.close()
        self._open()
        self._worker.send(self._put)

    def _one(self, name: str) -> Ended:
        if self.failure is not None:
            failure = self.failure
            return Ended(name, failure.verdict, raised=End.DIED, message=failure.message)
        if self._overruns >= MOST_OVERRUNS:
            return Ended(name, Verdict.NOT_RUN)
        budget = self._budget(self._limits.seconds)
        last = len(self._pending) == 1
        try:
            self._expect(wire.Started, name, budget)
            message = self._expect(wire.Finished, name, budget)
            if last:
                self._worker.receive(wire.Done, budget)
            if len(message.observations) > MOST_OBSERVED:
                raise WorkerEndedError(End.OBSERVED)
            return _finished(message, self._worker.printed(message.printed))
        except WorkerEndedError as error:
            self._worker.close()
            self._alive = False
            self._overruns += error.end in (End.CPU_TIME, End.WALL_TIME)
            return _lost(name, error, self._limits)

    def _expect(self, kind: type[wire.Started | wire.Finished], name: str, budget: Budget) -> Any:
        message = self._worker.receive(kind, budget)
        if message.name != name:
            self._worker.close()
            raise WorkerEndedError(End.MALFORMED)
        return message

    def _budget(self, seconds: float) -> Budget:
        return Budget(seconds, self._limits.memory_mb * 2**20)


def from_judge(judge: Worker, expected: type) -> Any:
    """Return the judge's answer.

    Raises:
        JudgeError: it is lost.
    """
    try:
        return judge.receive(expected, JUDGE_BUDGET)
    except WorkerEndedError as error:
        raise JudgeError(f"the judge ended ({error.end})", remedy="drill doctor") from error


def _finished(message: wire.Finished, printed: str) -> Ended:
    raised = message.raised
    verdict, words = Verdict.ACCEPTED, ""
    if raised is not None:
        verdict = Verdict.MEMORY_LIMIT if raised.out_of_memory else Verdict.RUNTIME_ERROR
        words = f"{raised.type}: {raised.message}" if raised.message else raised.type
    if message.forbidden:
        verdict = Verdict.FORBIDDEN
    return Ended(
        name=message.name,
        verdict=verdict,
        observations=message.observations,
        raised=raised.type if raised else "",
        message=wire.printable(words),
        traceback=wire.printable(raised.traceback) if raised else "",
        printed=printed,
        seconds=message.seconds,
        forbidden=_named(message.forbidden),
    )


def _named(calls: tuple[wire.ForbiddenCall, ...]) -> tuple[wire.ForbiddenCall, ...]:
    return tuple(replace(call, name=wire.printable(call.name)) for call in calls)


def _lost(name: str, ended: WorkerEndedError, limits: Limits) -> Ended:
    verdict, words = _ending(ended, limits.seconds, limits.memory_mb)
    return Ended(name, verdict, raised=ended.end, message=words, printed=ended.printed)


def _not_loaded(ended: WorkerEndedError) -> LoadFailure:
    verdict, words = _ending(ended, LOAD_SECONDS, 0)
    kind = Verdict.INVALID if verdict is Verdict.RUNTIME_ERROR else verdict
    return LoadFailure(kind, f"while it was being imported, {words}", printed=ended.printed)


def _ending(ended: WorkerEndedError, seconds: float, memory_mb: int) -> tuple[Verdict, str]:
    wall = Budget(seconds, 0).wall_seconds
    match ended.end:
        case End.CPU_TIME:
            return Verdict.TIME_LIMIT, f"it used more than {seconds:g} s of CPU time and was killed"
        case End.WALL_TIME:
            return Verdict.TIME_LIMIT, f"it took more than {wall:g} s on the clock and was killed"
        case End.MEMORY:
            return Verdict.MEMORY_LIMIT, f"it used more than {memory_mb} MiB and was killed"
        case End.PROCESSES:
            return Verdict.RUNTIME_ERROR, f"it started more than {MOST_PROCESSES} processes"
        case End.DISK:
            size = MOST_SCRATCH // 2**20
            return Verdict.RUNTIME_ERROR, f"it wrote more than {size} MiB of files"
        case End.OBSERVED:
            size = MOST_OBSERVED // 2**20
            return Verdict.RUNTIME_ERROR, f"what it returned takes more than {size} MiB"
        case End.MALFORMED:
            return Verdict.RUNTIME_ERROR, "its process sent something that is not an observation"
        case End.DIED if ended.status < 0:
            return Verdict.RUNTIME_ERROR, f"its process was killed by {_signal(-ended.status)}"
    return Verdict.RUNTIME_ERROR, f"its process ended itself with exit code {ended.status}"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
