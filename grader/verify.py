"""The bank's own compiler: is a problem what it claims to be?

Runs every solution of a problem as a check would, and reports findings; prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from grader import diagnosis, wire
from grader.bank import Exercise, Submission
from grader.check import Options, check, compare, judged_case, overall
from grader.junk import junk
from grader.model import BLOCKS, LADDER, Attempt, Case, Report, Rung, Tolerance, Verdict
from grader.pool import Budget, Pool, Worker
from grader.source import Source
from grader.trial import Ended, Settings, Trial

SEEDS = 20
MISTAKE_SEEDS = 3
AT_ONCE = 3
MIN_ALTERNATIVES, MIN_MISTAKES = 1, 5
_BUDGET = Budget(60, 8 * 2**30)
_SOUND = (Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT)

Progress = Callable[[str], None]


class Finding(Struct, frozen=True):
    """One thing that is wrong with a problem."""

    check: str
    subject: str
    message: str


class Verification(Struct, frozen=True):
    """What came of one problem; `matrix` holds per submission the verdict of every case."""

    problem: str
    findings: tuple[Finding, ...]
    cases: tuple[str, ...]
    matrix: dict[str, tuple[Verdict, ...]]
    submissions: dict[str, int]
    schema: int = 1


def verify(
    pool: Pool, exercise: Exercise, *, seeds: int = SEEDS, progress: Progress = lambda _: None
) -> Verification:
    """Verify one problem on `seeds` seeds; `progress` is told what is being done."""
    return Verifier(pool, exercise, seeds, progress).run()


class Verifier:
    """One problem's verification, step by step."""

    def __init__(self, pool: Pool, exercise: Exercise, seeds: int, progress: Progress) -> None:
        self._pool = pool
        self._exercise = exercise
        self._seeds = seeds
        self._progress = progress
        self._findings: list[Finding] = []
        self._matrix: dict[str, tuple[Verdict, ...]] = {}
        self._cases: tuple[wire.CaseInfo, ...] = ()
        self._counts: dict[str, int] = {}

    def run(self) -> Verification:
        """Run every step; a broken reference ends it, for nothing after that could be trusted."""
        judge = self._pool.worker()
        try:
            judge.send(wire.Become())
            if self._reference():
                self._counted()
                self._stub()
                self._right_answers(judge)
                self._builtin(judge)
                self._mistakes(judge)
                self._junk(judge)
                self._coverage()
        finally:
            judge.close()
        return Verification(
            self._exercise.name,
            tuple(self._findings),
            tuple(case.name for case in self._cases),
            self._matrix,
            self._counts,
        )

    def _find(self, check_name: str, subject: str, message: str) -> None:
        self._findings.append(Finding(check_name, subject, message))

    def _settings(self, seed: int = 0, dtype: str = "float32") -> Settings:
        return Settings(self._exercise.problem, self._exercise.folder, seed, "cpu", dtype)

    def _reference(self) -> bool:
        """The reference loads, every case has its sentence, and the statement's examples run."""
        self._progress("statement")
        ours = self._exercise.reference
        trial = Trial(self._pool, self._settings(), ours.path, ours.source)
        try:
            trial.load()
            if trial.failure:
                detail = trial.failure.message + "\n" + trial.failure.traceback
                self._find("reference", "reference", detail.strip())
                return False
            self._cases = trial.cases
            for case in trial.cases:
                if not case.says:
                    self._find("cases", case.name, "has no docstring for the person to read")
            self._examples(trial)
        finally:
            trial.close()
        return bool(self._cases)

    def _examples(self, trial: Trial) -> None:
        blocks = re.findall(r"^```python\n(.*?)^```", self._exercise.problem.statement, re.M | re.S)
        trial.worker.send(wire.RunExamples("\n".join(blocks)))
        run: wire.ExamplesRun = trial.worker.receive(wire.ExamplesRun, _BUDGET)
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

    def _stub(self) -> None:
        """The stub loads, has the entry points, and fails by raising NotImplementedError."""
        self._progress("stub")
        trial = Trial(self._pool, self._settings(), "stub.py", self._exercise.stub)
        try:
            trial.load()
            if trial.failure:
                self._find("stub", "stub", trial.failure.message)
                return
            ended = trial.run([case.name for case in self._cases])
            if not any(end.raised == "NotImplementedError" for end in ended):
                self._find("stub", "stub", "no case ends in its NotImplementedError")
            if any(end.verdict is Verdict.ACCEPTED for end in ended[1:]) and len(ended) > 1:
                passed = next(e.name for e in ended[1:] if e.verdict is Verdict.ACCEPTED)
                if not self._quiet(passed):
                    self._find("stub", passed, "does not call what it tests")
        finally:
            trial.close()

    def _quiet(self, name: str) -> bool:
        """Signature cases and errors that must be raised pass through the stub unharmed."""
        rung = next(case.rung for case in self._cases if case.name == name)
        return rung in (Rung.SIGNATURE, Rung.EDGES, Rung.SHAPE)

    def _right_answers(self, judge: Worker) -> None:
        """The reference against itself, and every alternative, on every seed."""
        exercise = self._exercise
        right = [exercise.reference, *exercise.alternatives]
        for seed in range(self._seeds):
            self._progress(f"right answers, seed {seed + 1} of {self._seeds}")
            for submission, verdicts, messages in self._played(judge, self._settings(seed), right):
                self._matrix[_label(submission)] = verdicts
                for case, verdict, message in zip(self._cases, verdicts, messages, strict=True):
                    if verdict is not Verdict.ACCEPTED:
                        words = f"{case.name}: {verdict} (seed {seed})\n{message}"
                        self._find("right answers", _label(submission), words)

    def _builtin(self, judge: Worker) -> None:
        """PyTorch's own op agrees in float64 to 1e-10, and is caught when it is forbidden."""
        builtin = self._exercise.builtin
        if builtin is None:
            if self._exercise.problem.builtin:
                self._find("builtin", "builtin.py", "problem.yaml names one; the file is missing")
            return
        self._progress("builtin")
        exact = dict.fromkeys(("float64", "complex128"), Tolerance(1e-10, 1e-10))
        problem = replace(self._exercise.problem, tolerances=exact)
        settings = replace(self._settings(dtype="float64"), problem=problem)
        for _, verdicts, messages in self._played(judge, settings, [builtin], rules=False):
            for case, verdict, message in zip(self._cases, verdicts, messages, strict=True):
                wanted = case.rung in (Rung.VALUES, Rung.GRADIENTS)
                if wanted and verdict is not Verdict.ACCEPTED:
                    self._find("builtin", case.name, f"{verdict}\n{message}")
        report = self._checked(builtin, 0)
        if not self._exercise.problem.builtin_allowed and report.verdict is not Verdict.FORBIDDEN:
            self._find("builtin", "rules", f"calling it is {report.verdict}, not forbidden")

    def _mistakes(self, judge: Worker) -> None:
        """Every mistake is rejected, by the case it names, and diagnosed as itself."""
        for mistake in self._exercise.mistakes:
            if not mistake.says:
                self._find("mistakes", mistake.name, "has no docstring, so no diagnosis")
        names = [case.name for case in self._cases]
        for seed in range(min(MISTAKE_SEEDS, self._seeds)):
            self._progress(f"mistakes, seed {seed + 1} of {MISTAKE_SEEDS}")
            settings = self._settings(seed)
            expected = self._ended(settings, self._exercise.reference)
            played = list(diagnosis.play(self._pool, settings, self._exercise.mistakes, names))
            for mistake, ends in played:
                compared = compare(judge, self._exercise.problem, expected, ends, 1.0)
                rows = zip(self._cases, expected, ends, compared, strict=True)
                cases = [judged_case(self._exercise.problem, *row) for row in rows]
                self._matrix[_label(mistake)] = tuple(case.verdict for case in cases)
                self._rejected(mistake, cases, seed)
                self._told_apart(judge, settings, mistake, cases, played)

    def _rejected(self, mistake: Submission, cases: Sequence[Case], seed: int) -> None:
        """Judge a mistake as a check would: on the cases that its failures leave to be run."""
        run = [cases[index] for index in reached(cases)]
        failed = [case.name for case in run if case.verdict is not Verdict.ACCEPTED]
        if overall(run) not in _SOUND:
            self._find("mistakes", mistake.name, f"is {overall(run)} (seed {seed})")
        elif not mistake.fails or not any(_names(mistake.fails, name) for name in failed):
            wanted = f"does not fail {mistake.fails}" if mistake.fails else "has no `fails:` line"
            words = f"{wanted}; it fails {', '.join(failed[:5])} (seed {seed})"
            self._find("mistakes", mistake.name, words)

    def _told_apart(
        self,
        judge: Worker,
        settings: Settings,
        mistake: Submission,
        cases: Sequence[Case],
        played: Sequence[diagnosis.Played],
    ) -> None:
        """No other mistake behaves alike on the cases that would be run."""
        run = reached(cases)
        chosen = {other.name: [ends[index] for index in run] for other, ends in played}
        own = chosen[mistake.name]
        alike = [
            name
            for name, ends in chosen.items()
            if all(diagnosis.match(judge, settings, own, ends))
        ]
        if alike != [mistake.name]:
            words = f"behaves like {', '.join(alike) or 'none'} (seed {settings.seed})"
            self._find("mistakes", mistake.name, words)

    def _ended(self, settings: Settings, submission: Submission) -> list[Ended]:
        trial = Trial(self._pool, settings, submission.path, submission.source)
        try:
            trial.load()
            return trial.run([case.name for case in self._cases])
        finally:
            trial.close()

    def _junk(self, judge: Worker) -> None:
        """Zeros, the input, a transposed result and their like are rejected, in words."""
        gradients = any(case.rung is Rung.GRADIENTS for case in self._cases)
        spoiled = list(junk(self._exercise, gradients=gradients))
        self._counts["junk"] = len(spoiled)
        for start in range(0, len(spoiled), AT_ONCE):
            group = spoiled[start : start + AT_ONCE]
            self._progress(f"junk answers, {start + 1} of {len(spoiled)}")
            for submission, verdicts, messages in self._played(judge, self._settings(1), group):
                self._matrix[_label(submission)] = verdicts
                failed = [m for v, m in zip(verdicts, messages, strict=True) if v in _SOUND]
                if not failed:
                    self._find("junk", submission.name, "is accepted")
                elif not all(failed):
                    self._find("junk", submission.name, "is rejected without a word")

    def _coverage(self) -> None:
        """Every case is failed by some wrong answer; a case that nothing fails tests nothing."""
        wrong = [
            row for label, row in self._matrix.items() if label.startswith(("mistakes", "junk"))
        ]
        for index, case in enumerate(self._cases):
            if case.rung is Rung.SIGNATURE:
                continue
            if not any(row[index] in _SOUND for row in wrong):
                self._find("cases", case.name, "no mistake and no junk answer fails it")

    def _checked(self, submission: Submission, seed: int) -> Report:
        attempt = Attempt(submission.path, "")
        options = Options(device="cpu", seed=seed, timing=False)
        return check(self._pool, self._exercise, Source(attempt, submission.source), options)

    def _played(
        self,
        judge: Worker,
        settings: Settings,
        submissions: Sequence[Submission],
        *,
        rules: bool = True,
    ) -> Iterator[tuple[Submission, tuple[Verdict, ...], tuple[str, ...]]]:
        """Run submissions on every case, whatever fails before, against the reference."""
        ours = self._exercise.reference
        names = [case.name for case in self._cases]
        reference = Trial(self._pool, settings, ours.path, ours.source)
        trials = [Trial(self._pool, settings, s.path, s.source, rules=rules) for s in submissions]
        try:
            for trial in (reference, *trials):
                trial.load()
                trial.begin(names)
            expected = reference.finish()
            for submission, trial in zip(submissions, trials, strict=True):
                got = trial.finish()
                results = compare(judge, settings.problem, expected, got, 1.0)
                pairs = list(zip(got, results, strict=True))
                verdicts = tuple(_worse(end.verdict, result.verdict) for end, result in pairs)
                yield submission, verdicts, tuple(e.message or r.message for e, r in pairs)
        finally:
            for trial in (reference, *trials):
                trial.close()


def _worse(ended: Verdict, compared: Verdict) -> Verdict:
    if compared is Verdict.JUDGE_ERROR or ended is Verdict.ACCEPTED:
        return compared
    return ended


def reached(cases: Sequence[Case]) -> list[int]:
    """Return the indices of the cases that a check would run, given how each would end."""
    failed = {case.rung for case in cases if case.verdict is not Verdict.ACCEPTED}
    blocked: set[Rung] = set()
    for rung in LADDER:
        if rung in failed and rung not in blocked:
            blocked |= BLOCKS.get(rung, frozenset())
    return [index for index, case in enumerate(cases) if case.rung not in blocked]


def _label(submission: Submission) -> str:
    return f"{submission.kind}/{submission.name}"


def _names(wanted: str, case: str) -> bool:
    return case == wanted or case.partition("[")[0] == wanted


def worst(verifications: Iterable[Verification]) -> int:
    """Return how many findings there are in all."""
    return sum(len(verification.findings) for verification in verifications)
