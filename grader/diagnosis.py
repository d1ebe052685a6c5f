"""Diagnosis: which known mistake does a failed attempt behave like?

Runs the problem's mistakes on the cases that the attempt was judged on. One that behaves alike in
all of them, failed and passed, names the bug; where none does, the nearest may be a guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader import wire
from grader.bank import Submission
from grader.memory import Memory
from grader.model import Case, Diagnosis, Verdict
from grader.pool import Worker
from grader.trial import Ended, Settings, from_judge

GUESS = 0.5  # the share of the failed cases that a mistake must explain to be offered at all


Judged = Sequence[tuple[Case, Ended]]


def diagnose(
    ours: Memory,
    settings: Settings,
    judge: Worker,
    mistakes: Sequence[Submission],
    judged: Judged,
) -> Diagnosis | None:
    """Name the mistake that the attempt behaves like, or None where nothing is near.

    `ours` is where the mistakes run. Every one runs a few telling cases; only those that behave
    alike there run all.
    """
    telling = [ended for _, ended in judged if ended.name in _telling(judged)]
    best: tuple[float, Submission] | None = None
    for mistake in mistakes:
        ours.put(mistake.path, mistake.source, seed=settings.seed)
        ends = ours.run([ended.name for ended in telling])
        if not all(match(judge, settings, telling, ends)):
            continue
        ends = ours.run([ended.name for _, ended in judged])
        matched = match(judge, settings, [ended for _, ended in judged], ends)
        if all(matched):
            return Diagnosis(mistake.name, mistake.says)
        score = likeness([case for case, _ in judged], matched)
        if score >= GUESS and score > (best[0] if best else 0):
            best = (score, mistake)
    return Diagnosis(best[1].name, best[1].says, certain=False) if best else None


def _telling(judged: Judged) -> set[str]:
    """Return the first failed case; where all that failed ran out of time, the passed ones.

    Nobody waits for a time limit once for every mistake.
    """
    failed = [case for case, _ in judged if case.verdict is not Verdict.ACCEPTED]
    ended = [case.name for case in failed if case.verdict is not Verdict.TIME_LIMIT]
    passed = [case.name for case, _ in judged if case.verdict is Verdict.ACCEPTED]
    return set(ended[:1] or passed)


def match(
    judge: Worker, settings: Settings, one: Sequence[Ended], other: Sequence[Ended]
) -> tuple[bool, ...]:
    """Say case by case whether two solutions behaved alike."""
    alike: list[bool] = []
    for first, second in zip(one, other, strict=True):
        judge.send(wire.Match((first.sample,), (second.sample,), settings.problem.tolerances))
        matched: wire.Matched = from_judge(judge, wire.Matched)
        alike += matched.cases
    return tuple(alike)


def likeness(judged: Sequence[Case], matched: Sequence[bool]) -> float:
    """Return the share of failed cases in which both behaved alike, or 0 where it is no guess.

    A mistake that spoils a case which the attempt passes claims a fault that is not there. Cases in
    which the attempt merely broke say little: they never make a guess on their own.
    """
    rows = list(zip(judged, matched, strict=True))
    failed = [(case, alike) for case, alike in rows if case.verdict is not Verdict.ACCEPTED]
    refuted = any(not alike for case, alike in rows if case.verdict is Verdict.ACCEPTED)
    wrong = any(alike for case, alike in failed if case.verdict is Verdict.WRONG_ANSWER)
    return sum(alike for _, alike in failed) / len(failed) if wrong and not refuted else 0.0
