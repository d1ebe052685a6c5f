"""Mutants on trial: which of them do a problem's hidden tests notice, and are the others settled?

Knows neither where mutants come from nor what else makes a problem sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from grader.checking import compare, judged_case
from grader.model import Equivalent, Problem, Verdict
from grader.mutants import Mutant
from grader.pool import Worker
from grader.trial import Ended, Trial
from grader.wire import CaseInfo

LEAST_KILLED = 0.85  # of a problem's mutants
LEAST_KILLED_OF_ALL = 0.93  # of a whole bank's
_LEAST_SECONDS, _TIMES = 0.5, 20.0  # of CPU, and of the reference's time: an endless loop ends soon


class Tried(Struct, frozen=True):
    """What became of a mutant: how the first case that noticed it ended; accepted is a survivor."""

    mutant: Mutant
    verdict: Verdict
    case: str = ""

    @property
    def survived(self) -> bool:
        """Say whether no case noticed it."""
        return self.verdict is Verdict.ACCEPTED

    @property
    def key(self) -> tuple[str, str]:
        """What `equivalent.yaml` names it by."""
        return self.mutant.line, self.mutant.edit


class Mutation(Struct, frozen=True):
    """A problem's mutants in numbers.

    `silent` are those that were killed although they ran in every case and raised nothing there.
    `equivalent` are the survivors with a reason.
    """

    mutants: int = 0
    killed: int = 0
    silent: int = 0
    equivalent: int = 0

    def __add__(self, other: Mutation) -> Mutation:
        return Mutation(
            self.mutants + other.mutants,
            self.killed + other.killed,
            self.silent + other.silent,
            self.equivalent + other.equivalent,
        )

    @property
    def rate(self) -> float:
        """How much of what is not equivalent was killed."""
        return _share(self.killed, self.mutants - self.equivalent)

    @property
    def rate_of_all(self) -> float:
        """How much of everything was killed: a bank that excuses much has a low one."""
        return _share(self.killed, self.mutants)

    @property
    def silent_rate(self) -> float:
        """The same of those that run and raise nothing, which no crash gives away."""
        loud = self.killed - self.silent
        return _share(self.silent, self.mutants - loud)


class Seed(Struct, frozen=True):
    """What the reference did on one seed, in ladder order."""

    seed: int
    ends: Sequence[Ended]


class Court:
    """Where mutants are tried, one after the other, in one process: `theirs`."""

    def __init__(
        self, judge: Worker, theirs: Trial, problem: Problem, cases: Sequence[CaseInfo]
    ) -> None:
        self._judge = judge
        self._theirs = theirs
        self._problem = problem
        self._cases = cases

    def try_all(self, mutants: Sequence[Mutant], seeds: Sequence[Seed]) -> Iterator[Tried]:
        """Try every mutant; one that survives a seed is tried on the next."""
        for mutant in mutants:
            tries = (self._try(mutant, seed) for seed in seeds)
            yield next((t for t in tries if not t.survived), Tried(mutant, Verdict.ACCEPTED))

    def _try(self, mutant: Mutant, seed: Seed) -> Tried:
        self._theirs.swap(self._theirs.path, mutant.source, seed=seed.seed)
        if failure := self._theirs.failure:
            return Tried(mutant, failure.verdict)
        for info, expected in zip(self._cases, seed.ends, strict=True):
            verdict = self._case(info, expected)
            if verdict is not Verdict.ACCEPTED:
                return Tried(mutant, verdict, info.name)
        return Tried(mutant, Verdict.ACCEPTED)

    def _case(self, info: CaseInfo, expected: Ended) -> Verdict:
        self._theirs.allow(max(_LEAST_SECONDS, _TIMES * expected.seconds))
        got = self._theirs.run([info.name])
        compared = compare(self._judge, self._problem, [expected], got, 1.0)
        return judged_case(self._problem, info, expected, got[0], compared[0]).verdict


def count(tried: Sequence[Tried], equivalents: Sequence[Equivalent]) -> Mutation:
    """Return the numbers; an entry for a mutant that was killed counts nothing."""
    survivors = {one.key for one in tried if one.survived}
    return Mutation(
        len(tried),
        len(tried) - len(survivors),
        sum(one.verdict is Verdict.WRONG_ANSWER for one in tried),
        len(survivors & {(entry.line, entry.edit) for entry in equivalents}),
    )


def unsettled(
    tried: Sequence[Tried], equivalents: Sequence[Equivalent]
) -> Iterator[tuple[str, str]]:
    """Yield every survivor without a reason, and every reason without a survivor: who, and why."""
    fates = {one.key: one for one in tried}
    reasons = {(entry.line, entry.edit) for entry in equivalents}
    for key, one in fates.items():
        if one.survived and key not in reasons:
            words = "survives; where is it wrong? A case for that, or equivalent.yaml says why not"
            yield one.mutant.name, f"{one.mutant.line}\n{words}"
    for entry in equivalents:
        fate = fates.get((entry.line, entry.edit))
        if fate is None:
            yield entry.edit, f"{entry.line}\nequivalent.yaml names a mutant that there is not"
        elif not fate.survived:
            by = fate.case or "its import"
            yield fate.mutant.name, f"{entry.line}\nis no equivalent: {by} ends in {fate.verdict}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
