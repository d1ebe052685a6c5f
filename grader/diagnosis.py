"""Diagnosis: which known mistake does a failed attempt behave like?

Runs the problem's mistakes on the cases that the attempt was judged on. One that behaves alike in
all of them, failed and passed, names the bug; where none does, the nearest may be a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grader import wire
from grader.bank import Submission
from grader.model import Case, Diagnosis, Verdict
from grader.pool import Budget, Pool, Worker
from grader.trial import Ended, Settings, Trial

AT_ONCE = 4
_BUDGET = Budget(60, 8 * 2**30)


Played = tuple[Submission, Sequence[Ended]]


def diagnose(
    pool: Pool,
    settings: Settings,
    judge: Worker,
    mistakes: Sequence[Submission],
    judged: Sequence[tuple[Case, Ended]],
) -> Diagnosis | None:
    """Name the mistake that the attempt behaves like, or None where nothing is near."""
    names = [ended.name for _, ended in judged]
    return name_mistake(judge, settings, judged, play(pool, settings, mistakes, names))


def play(
    pool: Pool, settings: Settings, mistakes: Sequence[Submission], names: Sequence[str]
) -> Iterator[Played]:
    """Run mistakes on these cases, a few at once, and yield how each one's cases ended."""
    for start in range(0, len(mistakes), AT_ONCE):
        group = mistakes[start : start + AT_ONCE]
        trials = [Trial(pool, settings, mistake.path, mistake.source) for mistake in group]
        try:
            for trial in trials:
                trial.load()
                trial.begin(names)
            for mistake, trial in zip(group, trials, strict=True):
                yield mistake, trial.finish()
        finally:
            for trial in trials:
                trial.close()


def name_mistake(
    judge: Worker,
    settings: Settings,
    judged: Sequence[tuple[Case, Ended]],
    played: Iterable[Played],
) -> Diagnosis | None:
    """Return the first mistake that behaves alike in every case, else the likest as a guess."""
    best: tuple[float, Submission] | None = None
    for mistake, ends in played:
        matched = match(judge, settings, [ended for _, ended in judged], ends)
        if all(matched):
            return Diagnosis(mistake.name, mistake.says)
        score = likeness([case for case, _ in judged], matched)
        if score > (best[0] if best else 0.5):
            best = (score, mistake)
    return Diagnosis(best[1].name, best[1].says, certain=False) if best else None


def match(
    judge: Worker, settings: Settings, one: Sequence[Ended], other: Sequence[Ended]
) -> tuple[bool, ...]:
    """Say case by case whether two solutions behaved alike."""
    samples = tuple(tuple(ended.sample for ended in side) for side in (one, other))
    judge.send(wire.Match(samples[0], samples[1], settings.problem.tolerances))
    matched: wire.Matched = judge.receive(wire.Matched, _BUDGET)
    return matched.cases


def likeness(judged: Sequence[Case], matched: Sequence[bool]) -> float:
    """Return the smaller share of failed and of passed cases in which both behaved alike.

    Cases in which the attempt merely broke say little: they never make a guess on their own.
    """
    rows = list(zip(judged, matched, strict=True))
    failed = [alike for case, alike in rows if case.verdict is not Verdict.ACCEPTED]
    passed = [alike for case, alike in rows if case.verdict is Verdict.ACCEPTED]
    if not any(alike for case, alike in rows if case.verdict is Verdict.WRONG_ANSWER):
        return 0.0
    return min(sum(side) / len(side) for side in (failed, passed) if side)
