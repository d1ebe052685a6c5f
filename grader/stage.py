"""The processes that checks of one problem need, kept between them: judge, reference, mistakes.

An attempt's process serves one attempt and is never kept; the next one's may be opened ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from grader import wire
from grader.bank import Exercise
from grader.errors import MachineError
from grader.memory import Memory
from grader.pool import Pool, Worker
from grader.trial import Settings, Trial, from_judge


class Stage:
    """Everything a check runs on; made as it is asked for. Close it.

    After a `JudgeError` it is of no more use.
    """

    def __init__(
        self,
        pool: Pool,
        exercise: Exercise,
        *,
        device: str = "auto",
        dtype: str = "float32",
        rules: bool = True,
    ) -> None:
        self.pool = pool
        self.exercise = exercise
        self._wanted = device
        self._dtype = dtype
        self._rules = rules
        self._judge: Worker | None = None
        self._device = ""
        self._ours: dict[str, Memory] = {}
        self._next: Trial | None = None
        self._spent: list[Trial] = []

    @property
    def device(self) -> str:
        """The device to run on.

        Raises:
            MachineError: the one asked for is not there.
        """
        if not self._device:
            self._device = resolve_device(self.pool, lambda: self.judge, self._wanted)
        return self._device

    @property
    def judge(self) -> Worker:
        """The judge."""
        if self._judge is None:
            self._judge = self.pool.worker()
            self._judge.send(wire.Become())
        return self._judge

    @property
    def reference(self) -> Memory:
        """Where the reference runs; it is to be put in by the caller."""
        return self._kept("reference")

    @property
    def exact(self) -> Memory:
        """Where the reference runs in float64 on the CPU, to see how far off it is elsewhere."""
        settings = replace(self.settings(), device="cpu", dtype="float64")
        return self._kept("exact", settings)

    @property
    def mistakes(self) -> Memory:
        """Where mistakes run, one after the other."""
        return self._kept("mistakes")

    def attempt(self, path: str) -> Trial:
        """Return a process that has not held any solution, opened for the attempt at this path."""
        ready, self._next = self._next, None
        if ready is not None and ready.path == path:
            return ready
        if ready is not None:
            ready.close()
        return self._trial(path)

    def spend(self, attempt: Trial) -> None:
        """End an attempt's process, without waiting for that."""
        attempt.worker.kill()
        self._spent.append(attempt)

    def prepare(self, path: str) -> None:
        """Do what the next check, of the attempt at this path, needs before its source."""
        self.clear()
        if self._next is None:
            self._next = self._trial(path)

    def settings(self, seed: int = 0, *, bench: bool = False) -> Settings:
        """Return what the solutions of one check have in common."""
        exercise = self.exercise
        return Settings(
            exercise.problem,
            exercise.folder,
            seed,
            self.device,
            self._dtype,
            bench,
            exercise.hidden,
        )

    def close(self) -> None:
        """End all processes."""
        everything: list[Any] = [*self._ours.values(), self._next, self._judge]
        for one in everything:
            if one is not None:
                one.close()
        self.clear()

    def _kept(self, role: str, settings: Settings | None = None) -> Memory:
        if role not in self._ours:
            self._ours[role] = Memory(self._trial(self.exercise.reference.path, settings))
        return self._ours[role]

    def _trial(self, path: str, settings: Settings | None = None) -> Trial:
        return Trial(self.pool, settings or self.settings(), path, rules=self._rules)

    def clear(self) -> None:
        """Wait until the attempts' processes that were ended are gone."""
        while self._spent:
            self._spent.pop().close()


def resolve_device(pool: Pool, judge: Callable[[], Worker], wanted: str) -> str:
    """Return the device to use; the judge is made and asked only where nobody has been before.

    Raises:
        MachineError: it is not there; names what is.
    """
    if wanted == "cpu":
        return wanted
    found = pool.devices = pool.devices or probe(judge())
    if wanted == "auto":
        return found.names[0]
    if wanted in found.names:
        return wanted
    there = ", ".join(found.names)
    raise MachineError(
        f"there is no device {wanted!r} on this machine", remedy=f"there is: {there}"
    )


def probe(judge: Worker) -> wire.Devices:
    """Ask which devices there are."""
    judge.send(wire.Probe())
    found: wire.Devices = from_judge(judge, wire.Devices)
    return found
