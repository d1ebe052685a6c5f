"""Many problems verified side by side; what is recorded and unchanged may be left out.

Says nothing of how one problem is verified.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from functools import partial, reduce

from msgspec.structs import replace

from grader import verified
from grader.bank import Bank, Exercise
from grader.errors import BankError
from grader.mutation import LEAST_KILLED_OF_ALL, Mutation
from grader.parallel import side_by_side
from grader.pool import Pool
from grader.verify import SEEDS, Finding, Plan, Verification, verify

Tell = Callable[[str, str], None]


class Trust(Enum):
    """What need not be done for a problem that is unchanged since its record."""

    NOTHING = "everything is done"
    MUTANTS = "its mutants are left out"
    EVERYTHING = "it is left out"


def verify_all(
    bank: Bank,
    names: Iterable[str],
    plan: Plan,
    *,
    trust: Trust = Trust.NOTHING,
    jobs: int = 1,
    tell: Tell = lambda _name, _step: None,
) -> Generator[Verification, None, None]:
    """Verify problems, `jobs` at once, and yield each as it is done; close the iterator.

    `tell` is told a problem and what is being done there. A clean verification with mutants, on
    no fewer seeds than usual, is recorded beside the solutions.

    Raises:
        JudgeError: the grader failed.
    """
    judging = verified.judging()
    order = sorted(names, key=lambda name: _expected_seconds(bank, name), reverse=True)
    # Left in this order: the pool goes first, which ends what the threads are waiting for.
    with ThreadPoolExecutor(jobs) as threads, Pool() as pool:
        run = _Run(pool, bank, plan, trust, tell, judging)
        yield from side_by_side(threads, (partial(run.one, name) for name in order), jobs)


def together(results: Iterable[Verification]) -> Mutation | None:
    """Return the mutants of a whole bank in numbers; None where some problem's were not tried."""
    mutations = [result.mutation for result in results]
    if not mutations or None in mutations:
        return None
    return reduce(Mutation.__add__, (one for one in mutations if one is not None))


def of_the_bank(results: Iterable[Verification]) -> list[Finding]:
    """Return what is wrong with the bank as a whole."""
    mutation = together(results)
    if mutation is None or mutation.rate_of_all >= LEAST_KILLED_OF_ALL:
        return []
    words = f"{mutation.rate_of_all:.1%} of all are killed, {LEAST_KILLED_OF_ALL:.0%} is wanted"
    return [Finding("mutants", "the bank", words)]


@dataclass(frozen=True)
class _Run:
    """What the problems of one run have in common."""

    pool: Pool
    bank: Bank
    plan: Plan
    trust: Trust
    tell: Tell
    judging: str

    def one(self, name: str) -> Verification:
        """Verify a problem as far as its record does not hold; one that is broken is a finding."""
        try:
            exercise = self.bank.load(name)
            return self._loaded(exercise)
        except BankError as error:
            return Verification(name, (Finding("schema", name, error.message),), (), {}, {})

    def _loaded(self, exercise: Exercise) -> Verification:
        digest, record = verified.digest(exercise, self.judging), verified.read(exercise)
        if record and record.digest == digest and record.seeds >= self.plan.seeds:
            if self.trust is Trust.EVERYTHING:
                return verified.recalled(exercise, record)
            if self.trust is Trust.MUTANTS:
                result = self._run(exercise, replace(self.plan, mutants=False))
                return replace(result, mutation=record.mutation)
        result = self._run(exercise, self.plan)
        if self.plan.mutants and self.plan.seeds >= SEEDS and not result.findings:
            verified.write(exercise, digest, self.plan.seeds, result)
        return result

    def _run(self, exercise: Exercise, plan: Plan) -> Verification:
        return verify(self.pool, exercise, plan, progress=partial(self.tell, exercise.name))


def _expected_seconds(bank: Bank, name: str) -> float:
    """Return how long a problem took last; what is not known may be long, and goes first."""
    try:
        record = verified.read(bank.load(name))
    except BankError:
        return 0.0
    return record.seconds if record else float("inf")
