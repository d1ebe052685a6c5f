"""What the record says: pure functions from checks and events to standings and totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import fmean, median

from msgspec import Struct
from msgspec.structs import replace

from grader.cards import NO_CARDS, Tally
from grader.model import Verdict
from grader.store import Check, Event, EventKind

WELL_KNOWN = 0.9  # a chance of recall above which nothing needs work
_NOT_COUNTED = (Verdict.INVALID, Verdict.JUDGE_ERROR)  # a typo, or a fault of ours


class Status(StrEnum):
    """Where a person stands with a problem."""

    NEW = "new"
    STARTED = "started"
    SOLVED = "solved"


class Standing(Struct, frozen=True):
    """One problem's record.

    `solve_seconds` runs from the start to the first pass; `solve_share` is that over the minutes.
    """

    problem: str
    status: Status = Status.NEW
    checks: int = 0
    first_time: bool = False
    hints: int = 0
    gave_up: bool = False
    best_ratio: float | None = None
    solve_seconds: float | None = None
    solve_share: float | None = None
    last: datetime | None = None


class Recall(Struct, frozen=True):
    """How well a solved problem is remembered: the chance, from 0 to 1, and whether it is due."""

    chance: float
    due: bool = False


class TopicRow(Struct, frozen=True):
    """One topic's totals; `remembered` is the mean chance over what is solved."""

    topic: str
    solved: int
    total: int
    checks: int
    hints: int
    best_ratio: float | None
    remembered: float | None
    due: int


class Weak(Struct, frozen=True):
    """A problem to work on: why, and the command for it."""

    problem: str
    why: str
    command: str


class Stats(Struct, frozen=True):
    """What `drill stats` shows.

    `pace` is the median of time to solve over the problem's minutes; `calendar` has the days with
    checks, as `2026-01-31`, and how many.
    """

    solved: int
    total: int
    checks: int
    passed_first_time: int
    due: int
    remembered: float | None
    pace: float | None
    best_ratio: float | None
    streak_days: int
    topics: tuple[TopicRow, ...]
    mistakes: tuple[tuple[str, int], ...]
    weakest: tuple[Weak, ...]
    calendar: dict[str, int]
    problems: tuple[Standing, ...]
    cards: Tally
    schema: int = 1


def standing(problem: str, checks: Sequence[Check], events: Sequence[Event]) -> Standing:
    """Summarise one problem from its own checks and events, both in order."""
    counted = [check for check in checks if check.verdict not in _NOT_COUNTED]
    passes = [c for c in counted if c.verdict is Verdict.ACCEPTED and c.whole]
    started = [event.at for event in events if event.kind is EventKind.STARTED]
    ratios = [check.ratio for check in passes if check.ratio is not None]
    times = [check.at for check in checks] + [event.at for event in events]
    status = Status.SOLVED if passes else Status.STARTED if started or checks else Status.NEW
    return Standing(
        problem=problem,
        status=status,
        checks=len(counted),
        first_time=bool(passes) and passes[0] is counted[0],
        hints=len({event.detail for event in events if event.kind is EventKind.HINT}),
        gave_up=any(e.kind is EventKind.SOLUTION and e.detail == "gave_up" for e in events),
        best_ratio=min(ratios, default=None),
        solve_seconds=_solve_seconds(started, passes),
        last=max(times, default=None),
    )


def _solve_seconds(started: Sequence[datetime], passes: Sequence[Check]) -> float | None:
    if not started or not passes or passes[0].at < started[0]:
        return None
    begin = max(at for at in started if at <= passes[0].at)
    return (passes[0].at - begin).total_seconds()


def standings(
    names: Iterable[str], checks: Sequence[Check], events: Sequence[Event]
) -> list[Standing]:
    """Summarise every named problem."""
    checks_of: dict[str, list[Check]] = defaultdict(list)
    events_of: dict[str, list[Event]] = defaultdict(list)
    for check in checks:
        checks_of[check.problem].append(check)
    for event in events:
        events_of[event.problem].append(event)
    return [standing(name, checks_of[name], events_of[name]) for name in names]


def summarise(
    minutes: Mapping[str, int],
    checks: Sequence[Check],
    events: Sequence[Event],
    today: date,
    recalls: Mapping[str, Recall] | None = None,
    *,
    cards: Tally = NO_CARDS,
) -> Stats:
    """Return the totals of everything.

    `minutes` are every problem's, `today` is the person's own date, `recalls` is how well what is
    solved is remembered, and `cards` how the concept cards stand.
    """
    recalls = recalls or {}
    rows = [_timed(row, minutes[row.problem]) for row in standings(minutes, checks, events)]
    by_topic: dict[str, list[Standing]] = defaultdict(list)
    for row in rows:
        by_topic[row.problem.partition("/")[0]].append(row)
    days = Counter(check.at.astimezone().date() for check in checks)
    found = Counter(f"{c.problem}: {c.mistake}" for c in checks if c.mistake)
    return Stats(
        solved=sum(row.status is Status.SOLVED for row in rows),
        total=len(rows),
        checks=sum(row.checks for row in rows),
        passed_first_time=sum(row.first_time for row in rows),
        due=_due(rows, recalls),
        remembered=_remembered(rows, recalls),
        pace=_pace(rows),
        best_ratio=_best(rows),
        streak_days=streak(set(days), today),
        topics=tuple(
            _topic(topic, members, recalls) for topic, members in sorted(by_topic.items())
        ),
        mistakes=tuple(found.most_common(5)),
        weakest=_weakest(rows, recalls),
        calendar={day.isoformat(): count for day, count in sorted(days.items())},
        problems=tuple(rows),
        cards=cards,
    )


def _due(rows: Sequence[Standing], recalls: Mapping[str, Recall]) -> int:
    return sum(row.problem in recalls and recalls[row.problem].due for row in rows)


def _remembered(rows: Sequence[Standing], recalls: Mapping[str, Recall]) -> float | None:
    chances = [recalls[row.problem].chance for row in rows if row.problem in recalls]
    return fmean(chances) if chances else None


def _timed(row: Standing, minutes: int) -> Standing:
    seconds = row.solve_seconds
    return row if seconds is None else replace(row, solve_share=seconds / 60 / minutes)


def _pace(rows: Sequence[Standing]) -> float | None:
    shares = [row.solve_share for row in rows if row.solve_share is not None]
    return median(shares) if shares else None


def _best(rows: Sequence[Standing]) -> float | None:
    return min((r.best_ratio for r in rows if r.best_ratio is not None), default=None)


def _weakest(rows: Sequence[Standing], recalls: Mapping[str, Recall]) -> tuple[Weak, ...]:
    """Return the three to work on: what is most forgotten, and what was tried often in vain."""
    found: list[tuple[float, Weak]] = []
    for row in rows:
        name = row.problem
        if row.status is Status.STARTED and row.checks:
            tries = f"{row.checks} check" + ("s" if row.checks > 1 else "")
            weak = Weak(name, f"{tries} and not solved", f"drill check {name}")
            found.append((min(0.95, 0.3 + 0.1 * row.checks), weak))
        elif name in recalls and recalls[name].chance < WELL_KNOWN:
            chance = recalls[name].chance
            weak = Weak(name, f"{chance:.0%} remembered", f"drill review {name}")
            found.append((1 - chance, weak))
    found.sort(key=lambda pair: -pair[0])
    return tuple(weak for _, weak in found[:3])


def _topic(topic: str, rows: Sequence[Standing], recalls: Mapping[str, Recall]) -> TopicRow:
    return TopicRow(
        topic,
        solved=sum(row.status is Status.SOLVED for row in rows),
        total=len(rows),
        checks=sum(row.checks for row in rows),
        hints=sum(row.hints for row in rows),
        best_ratio=_best(rows),
        remembered=_remembered(rows, recalls),
        due=_due(rows, recalls),
    )


def streak(days: set[date], today: date) -> int:
    """Return how many days in a row, up to today or yesterday, have a check.

    Example:
        >>> streak({date(2026, 1, 1), date(2026, 1, 2)}, date(2026, 1, 3))
        2
    """
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length
