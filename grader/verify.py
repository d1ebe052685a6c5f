"""The bank's own compiler: is a problem what it claims to be?

Runs every solution of a problem as a check would, and reports findings; prints nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from grader import diagnosis, wire
from grader.bank import Exercise, Submission
from grader.checking import DIAGNOSED, Climbed, climb, compare, judged_case, overall
from grader.junk import junk
from grader.model import Case, Rung, Tolerance, Verdict
from grader.mutants import Mutant, mutants
from grader.mutation import LEAST_KILLED, Court, Mutation, Seed, Tried, count, unsettled
from grader.pool import Budget, Pool
from grader.trial import Ended, Settings, Trial, from_judge

SEEDS = 20
MISTAKE_SEEDS = 3
MUTANT_SEEDS = 2  # what survives the first is tried on the second
MOST_ROUNDING = 0.25  # of the tolerance, so that another right algorithm has room
MIN_ALTERNATIVES, MIN_MISTAKES = 1, 5
_BUDGET = Budget(60, 8 * 2**30)

Progress = Callable[[str], None]


class Finding(Struct, frozen=True):
    """One thing that is wrong with a problem."""

    check: str
    subject: str
    message: str


class Plan(Struct, frozen=True):
    """How much is done: seeds for right answers, seeds for mistakes, and whether mutants too."""

    seeds: int = SEEDS
    mistake_seeds: int = MISTAKE_SEEDS
    mutants: bool = True


class Verification(Struct, frozen=True):
    """What came of one problem.

    `matrix` holds per submission the verdict of every case, `rounding` how much of the tolerance
    the reference's own float32 error takes at most. `mutation` is None where no mutant was tried.
    With `unchanged` nothing was run, and this is what an earlier run has recorded.
    """

    problem: str
    findings: tuple[Finding, ...]
    cases: tuple[str, ...]
    matrix: dict[str, tuple[Verdict, ...]]
    submissions: dict[str, int]
    rounding: float = 0.0
    mutation: Mutation | None = None
    seconds: float = 0.0
    unchanged: bool = False
    schema: int = 1


def verify(
    pool: Pool,
    exercise: Exercise,
    plan: Plan | None = None,
    *,
    progress: Progress = lambda _: None,
) -> Verification:
    """Verify one problem; `progress` is told what is being done."""
    began = time.perf_counter()
    result = Verifier(pool, exercise, plan or Plan(), progress).run()
    return replace(result, seconds=time.perf_counter() - began)


class Remembered:
    """The reference's side of every case on one seed, run once."""

    def __init__(self, ends: Sequence[Ended]) -> None:
        self.ends = ends
        self._ends = {end.name: end for end in ends}
        self._names: Sequence[str] = ()

    def begin(self, names: Sequence[str]) -> None:
        """Ask for these cases."""
        self._names = names

    def finish(self) -> list[Ended]:
        """Return how they ended."""
        return [self._ends[name] for name in self._names]


class Verifier:
    """One problem's verification, step by step.

    The reference runs in one process and all other solutions of ours in a second one, swapped in
    and out, so that a solution costs what its cases take.
    """

    def __init__(self, pool: Pool, exercise: Exercise, plan: Plan, progress: Progress) -> None:
        self._pool = pool
        self._exercise = exercise
        self._problem = exercise.problem
        self._plan = plan
        self._progress = progress
        self._findings: list[Finding] = []
        self._matrix: dict[str, tuple[Verdict, ...]] = {}
        self._cases: tuple[wire.CaseInfo, ...] = ()
        self._counts: dict[str, int] = {}
        self._remembered: dict[int, Remembered] = {}
        self._rounding = 0.0
        self._mutation: Mutation | None = None

    def run(self) -> Verification:
        """Run every step; a broken reference ends it, for nothing after that could be trusted."""
        ours = self._exercise.reference
        judge = self._pool.worker()
        trials = [Trial(self._pool, self._settings(), ours.path) for _ in range(2)]
        try:
            judge.send(wire.Become())
            self._judge, (self._ours, self._theirs) = judge, trials
            if self._reference():
                self._counted()
                self._right_answers()
                self._builtin()
                self._precision()
                self._stub()
                self._mistakes()
                self._junk()
                self._coverage()
                if self._plan.mutants:
                    self._mutants()
        finally:
            judge.close()
            for trial in trials:
                trial.close()
        return Verification(
            self._exercise.name,
            tuple(self._findings),
            tuple(case.name for case in self._cases),
            self._matrix,
            self._counts,
            self._rounding,
            self._mutation,
        )

    def _find(self, check_name: str, subject: str, message: str) -> None:
        self._findings.append(Finding(check_name, subject, message))

    def _settings(self, dtype: str = "float32") -> Settings:
        exercise = self._exercise
        return Settings(self._problem, exercise.folder, 0, "cpu", dtype, hidden=exercise.hidden)

    def _reference(self) -> bool:
        """The reference loads, every case has its sentence, and the statement's examples run."""
        self._progress("statement")
        ours = self._exercise.reference
        for trial in (self._ours, self._theirs):
            trial.swap(ours.path, ours.source)
        if failure := self._ours.failure:
            self._find("reference", "reference", f"{failure.message}\n{failure.traceback}".strip())
            return False
        self._cases = self._ours.cases
        for case in self._cases:
            if not case.says:
                self._find("cases", case.name, "has no docstring for the person to read")
        self._examples()
        return bool(self._cases)

    def _examples(self) -> None:
        blocks = re.findall(r"^```python\n(.*?)^```", self._problem.statement, re.M | re.S)
        self._ours.worker.send(wire.RunExamples("\n".join(blocks)))
        run: wire.ExamplesRun = self._ours.worker.receive(wire.ExamplesRun, _BUDGET)
        if not run.attempted:
            self._find("statement", "examples", "there is no worked example (>>> lines)")
        for failure in run.failures:
            self._find("statement", "examples", failure.strip())

    def _counted(self) -> None:
        exercise = self._exercise
        self._counts = {
            "cases": len(self._cases),
            "alternatives": len(exercise.alternatives),
            "mistakes": len(exercise.mistakes),
        }
        if len(exercise.alternatives) < MIN_ALTERNATIVES:
            self._find("solutions", "alternatives", f"at least {MIN_ALTERNATIVES} is wanted")
        if len(exercise.mistakes) < MIN_MISTAKES:
            self._find("solutions", "mistakes", f"at least {MIN_MISTAKES} are wanted")

    def _right_answers(self) -> None:
        """The reference against itself, and every alternative, on every seed."""
        exercise = self._exercise
        for seed in range(self._plan.seeds):
            self._progress(f"right answers, seed {seed + 1} of {self._plan.seeds}")
            for submission in (exercise.reference, *exercise.alternatives):
                climbed = self._climb(submission, seed)
                for case in climbed.cases:
                    if case.verdict is not Verdict.ACCEPTED:
                        words = f"{case.name}: {case.verdict} (seed {seed})\n{case.message}"
                        self._find("right answers", _label(submission), words)

    def _builtin(self) -> None:
        """PyTorch's own op agrees in float64 to 1e-10, and is caught when it is forbidden."""
        builtin = self._exercise.builtin
        if builtin is None:
            if self._problem.builtin:
                self._find("builtin", "builtin.py", "problem.yaml names one; the file is missing")
            return
        self._progress("builtin")
        exact = dict.fromkeys(("float64", "complex128"), Tolerance(1e-10, 1e-10))
        wanted = [c for c in self._cases if c.rung in (Rung.VALUES, Rung.GRADIENTS)]
        names = [case.name for case in wanted]
        expected = self._ended(self._exercise.reference, names, rules=True)
        got = self._ended(builtin, names, rules=False)
        problem = replace(self._problem, tolerances=exact)
        results = compare(self._judge, problem, expected, got, 1.0)
        for row in zip(wanted, expected, got, results, strict=True):
            case = judged_case(problem, *row)
            if case.verdict is not Verdict.ACCEPTED:
                self._find("builtin", case.name, f"{case.verdict}\n{case.message}")
        verdict = overall(self._climb(builtin, 0).cases)
        if not self._problem.builtin_allowed and verdict is not Verdict.FORBIDDEN:
            self._find("builtin", "rules", f"calling it is {verdict}, not forbidden")

    def _precision(self) -> None:
        """The reference's own rounding, against its float64 run, is well inside the tolerance."""
        names = [c.name for c in self._cases if c.rung in (Rung.VALUES, Rung.GRADIENTS)]
        self._remembered[0].begin(names)
        rounded = tuple(end.sample for end in self._remembered[0].finish())
        exact = self._ended(self._exercise.reference, names, rules=True)
        samples = tuple(end.sample for end in exact)
        self._judge.send(wire.Measure(rounded, samples, self._problem.tolerances))
        measured: wire.Measured = from_judge(self._judge, wire.Measured)
        for name, share in zip(names, measured.shares, strict=True):
            self._rounding = max(self._rounding, share)
            if share > MOST_ROUNDING:
                words = f"the reference's own rounding takes {share:.0%} of the tolerance"
                self._find("tolerances", name, words)

    def _ended(self, submission: Submission, names: Sequence[str], *, rules: bool) -> list[Ended]:
        """Run cases in float64 in a process of their own, for the rules cannot be swapped."""
        settings = self._settings("float64")
        with closing(Trial(self._pool, settings, submission.path, rules=rules)) as trial:
            trial.swap(submission.path, submission.source)
            return trial.run(names)

    def _stub(self) -> None:
        """The stub loads, has the entry points, and fails by raising NotImplementedError."""
        self._progress("stub")
        self._theirs.swap("stub.py", self._exercise.stub)
        if self._theirs.failure:
            self._find("stub", "stub", self._theirs.failure.message)
            return
        ended = self._theirs.run([case.name for case in self._cases])
        if not any(end.raised == "NotImplementedError" for end in ended):
            self._find("stub", "stub", "no case ends in its NotImplementedError")

    def _mistakes(self) -> None:
        """Every mistake is rejected, by the case it names, and told apart from the others."""
        mistakes = self._exercise.mistakes
        for mistake in mistakes:
            if not mistake.says:
                self._find("mistakes", mistake.name, "has no docstring, so no diagnosis")
        seeds = min(self._plan.mistake_seeds, self._plan.seeds)
        for seed in range(seeds):
            self._progress(f"mistakes, seed {seed + 1} of {seeds}")
            climbs = {mistake.name: self._climb(mistake, seed) for mistake in mistakes}
            for mistake in mistakes:
                self._rejected(mistake, climbs[mistake.name], seed)
                self._told_apart(mistake.name, climbs, seed)

    def _rejected(self, mistake: Submission, climbed: Climbed, seed: int) -> None:
        run = [case for case, _ in climbed.judged]
        failed = [case.name for case in run if case.verdict is not Verdict.ACCEPTED]
        if overall(run) not in DIAGNOSED:
            self._find("mistakes", mistake.name, f"is {overall(run)} (seed {seed})")
        elif not mistake.fails or not any(_names(mistake.fails, name) for name in failed):
            wanted = f"does not fail {mistake.fails}" if mistake.fails else "has no `fails:` line"
            words = f"{wanted}; it fails {', '.join(failed[:5])} (seed {seed})"
            self._find("mistakes", mistake.name, words)

    def _told_apart(self, name: str, climbs: dict[str, Climbed], seed: int) -> None:
        """No other mistake behaves alike in every case that would be run."""
        own = [end for _, end in climbs[name].judged]
        first = next((i for i, (c, _) in enumerate(climbs[name].judged) if _failed(c)), 0)
        for other, climbed in climbs.items():
            ends = [end for _, end in climbed.judged]
            if other == name or [e.name for e in ends] != [e.name for e in own]:
                continue
            alike = partial(diagnosis.match, self._judge, self._settings())
            if all(alike([own[first]], [ends[first]])) and all(alike(own, ends)):
                self._find("mistakes", name, f"behaves like {other} (seed {seed})")

    def _junk(self) -> None:
        """Zeros, the input, a transposed result and their like are rejected, in words."""
        gradients = any(case.rung is Rung.GRADIENTS for case in self._cases)
        spoiled = list(junk(self._exercise, gradients=gradients))
        self._counts["junk"] = len(spoiled)
        for number, submission in enumerate(spoiled, 1):
            self._progress(f"junk answers, {number} of {len(spoiled)}")
            failed = [case for case in self._climb(submission, 0).cases if _failed(case)]
            if not any(case.verdict in DIAGNOSED for case in failed):
                self._find("junk", submission.name, "is accepted")
            elif not all(case.message for case in failed):
                self._find("junk", submission.name, "is rejected without a word")

    def _coverage(self) -> None:
        """Every case is failed by some wrong answer; a case that nothing fails tests nothing."""
        kinds = ("mistakes/", "junk/")
        wrong = [row for label, row in self._matrix.items() if label.startswith(kinds)]
        for index, case in enumerate(self._cases):
            tested = any(row[index] in DIAGNOSED for row in wrong)
            if case.rung is not Rung.SIGNATURE and not tested:
                self._find("cases", case.name, "no mistake and no junk answer fails it")

    def _mutants(self) -> None:
        """An edit of any one point of the reference is noticed, or a reason says why it is right.

        The reference comes last, as it is: what was tried before it has left nothing behind.
        """
        ours = self._exercise.reference
        if any(finding.subject == _label(ours) for finding in self._findings):
            return  # nothing can be said against a reference that fails
        *tried, last = self._tried([*mutants(ours.source), Mutant(0, "", "nothing", ours.source)])
        if not last.survived:
            self._find("mutants", last.case, f"ends in {last.verdict} after mutants were run")
        equivalents = self._exercise.equivalents
        self._mutation = count(tried, equivalents)
        for name, words in unsettled(tried, equivalents):
            self._find("mutants", name, words)
        if self._mutation.rate < LEAST_KILLED:
            words = f"{self._mutation.rate:.0%} are killed, at least {LEAST_KILLED:.0%} is wanted"
            self._find("mutants", "killed", words)

    def _tried(self, found: Sequence[Mutant]) -> list[Tried]:
        tried: list[Tried] = []
        seeds = [
            Seed(n, self._expected(n).ends) for n in range(min(MUTANT_SEEDS, self._plan.seeds))
        ]
        path = self._exercise.reference.path
        with closing(Trial(self._pool, self._settings(), path, rules=False)) as trial:
            court = Court(self._judge, trial, self._problem, self._cases)
            for one in court.try_all(found, seeds):
                tried.append(one)
                self._progress(f"mutants, {len(tried)} of {len(found)}")
        return tried

    def _expected(self, seed: int) -> Remembered:
        """Return what the reference does on a seed."""
        if seed not in self._remembered:
            ours = self._exercise.reference
            self._ours.swap(ours.path, ours.source, seed=seed)
            self._remembered[seed] = Remembered(self._ours.run([c.name for c in self._cases]))
        return self._remembered[seed]

    def _climb(self, submission: Submission, seed: int) -> Climbed:
        """Run a solution as a check would, against what is remembered of the reference."""
        expected = self._expected(seed)
        self._theirs.swap(submission.path, submission.source, seed=seed)
        if failure := self._theirs.failure:
            self._find(submission.kind, submission.name, failure.message)
            return Climbed(
                [Case(c.name, c.rung, failure.verdict, c.says) for c in self._cases], [], set()
            )
        climbed = climb(self._judge, self._problem, expected, self._theirs, self._cases)
        self._matrix[_label(submission)] = tuple(case.verdict for case in climbed.cases)
        return climbed


def _failed(case: Case) -> bool:
    return case.verdict not in (Verdict.ACCEPTED, Verdict.NOT_RUN)


def _label(submission: Submission) -> str:
    return f"{submission.kind}/{submission.name}"


def _names(wanted: str, case: str) -> bool:
    return wanted in (case, case.partition("[")[0])
