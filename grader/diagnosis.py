"""Diagnosis: which known mistake does a failed attempt behave like?

Runs the problem's mistakes on the cases that the attempt was judged on. One that behaves alike in
all of them, failed and passed, names the bug; where none does, the nearest may be a guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader import wire
from grader.bank import Submission
from grader.model import Case, Diagnosis, Verdict
from grader.pool import Budget, Pool, Worker
from grader.trial import Ended, Settings, Trial

AT_ONCE = 4
_BUDGET = Budget(60, 8 * 2**30)


def diagnose(
    pool: Pool,
    settings: Settings,
    judge: Worker,
    mistakes: Sequence[Submission],
    judged: Sequence[tuple[Case, Ended]],
) -> Diagnosis | None:
    """Name the mistake that the attempt behaves like, or None where nothing is near."""
    names = [ended.name for _, ended in judged]
    best: tuple[float, Submission] | None = None
    for start in range(0, len(mistakes), AT_ONCE):
        group = mistakes[start : start + AT_ONCE]
        trials = [Trial(pool, settings, m.path, m.source) for m in group]
        try:
            for trial in trials:
                trial.load()
                trial.begin(names)
            for mistake, trial in zip(group, trials, strict=True):
                matched = match(judge, settings, [e for _, e in judged], trial.finish())
                if all(matched):
                    return Diagnosis(mistake.name, mistake.says)
                score = likeness(judged, matched)
                if score > (best[0] if best else 0.5):
                    best = (score, mistake)
        finally:
            for trial in trials:
                trial.close()
    return Diagnosis(best[1].name, best[1].says, certain=False) if best else None


def match(
    judge: Worker, settings: Settings, one: Sequence[Ended], other: Sequence[Ended]
) -> tuple[bool, ...]:
    """Say case by case whether two solutions behaved alike."""
    samples = tuple(tuple(ended.sample for ended in side) for side in (one, other))
    judge.send(wire.Match(samples[0], samples[1], settings.problem.tolerances))
    matched: wire.Matched = judge.receive(wire.Matched, _BUDGET)
    return matched.cases


def likeness(judged: Sequence[tuple[Case, Ended]], matched: Sequence[bool]) -> float:
    """Return the smaller share of failed and of passed cases in which both behaved alike.

    A case in which the attempt merely broke says little: it never makes a guess on its own.
    """
    failed = [m for (c, _), m in zip(judged, matched, strict=True) if c.verdict is not Verdict.ACCEPTED]
    passed = [m for (c, _), m in zip(judged, matched, strict=True) if c.verdict is Verdict.ACCEPTED]
    wrong = [
        m
        for (c, _), m in zip(judged, matched, strict=True)
        if c.verdict is Verdict.WRONG_ANSWER and m
    ]
    if not wrong:
        return 0.0
    return min(sum(failed) / len(failed), sum(passed) / len(passed) if passed else 1.0)
