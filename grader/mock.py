"""Mock interviews: which problems fit the time, and what the record says of one.

Pure functions from checks and events; knows neither files nor terminals.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
from msgspec import Struct

from grader.model import Difficulty, Verdict
from grader.store import Check, Event, EventKind

NAME = "mock"  # stands where an event names a problem
MOST_PROBLEMS = 6
POINTS = 10  # for a problem that is solved
EACH_FAILED, AT_MOST = 1, 3  # points less for failed checks
LATE = 2  # points less where it took longer than its minutes


class Begin(Struct, frozen=True, tag_field="do", tag="begin"):
    """A mock has begun: its time, its problems and the files to answer in, in order."""

    id: str
    minutes: int
    problems: tuple[str, ...]
    paths: tuple[str, ...]


class Turn(Struct, frozen=True, tag_field="do", tag="turn"):
    """The person turned to a problem, from 0."""

    id: str
    index: int


class End(Struct, frozen=True, tag_field="do", tag="end"):
    """The person ended it."""

    id: str


Step = Begin | Turn | End


class Mock(Struct, frozen=True):
    """One mock as it stands."""

    plan: Begin
    began: datetime
    turns: tuple[tuple[datetime, int], ...] = ()
    ended: datetime | None = None

    @property
    def deadline(self) -> datetime:
        """When its time is up."""
        return self.began + timedelta(minutes=self.plan.minutes)

    @property
    def index(self) -> int:
        """The problem that the person is at."""
        return self.turns[-1][1] if self.turns else 0

    def is_over(self, now: datetime) -> bool:
        """Say whether it was ended or its time is up."""
        return self.ended is not None or now >= self.deadline


class Answer(Struct, frozen=True):
    """What became of one problem; `seconds` were spent at it, until it was solved."""

    problem: str
    minutes: int
    solved: bool
    seconds: float
    failed: int
    points: int


class Summary(Struct, frozen=True):
    """A mock's result."""

    id: str
    minutes: int
    seconds: float
    answers: tuple[Answer, ...]
    points: int
    of: int
    schema: int = 1


def encode(step: Step) -> str:
    """Return a step as an event's detail."""
    return msgspec.json.encode(step).decode()


def draw(
    minutes: Mapping[str, int],
    levels: Mapping[str, Difficulty],
    budget: int,
    rng: random.Random,
    seen: Iterable[str] = (),
) -> list[str]:
    """Choose problems whose minutes together fit the budget, of as many topics as there are.

    Those in `seen` come last; easier ones are put before harder ones. Empty where none fits.
    """
    known = set(seen)
    pool = sorted(name for name in minutes if minutes[name] <= budget)
    rng.shuffle(pool)
    pool.sort(key=lambda name: name in known)
    chosen: list[str] = []
    for fresh_topics in (True, False):
        for name in pool:
            left = budget - sum(minutes[other] for other in chosen)
            topics = {other.partition("/")[0] for other in chosen}
            is_fresh = name.partition("/")[0] not in topics
            fits = minutes[name] <= left and len(chosen) < MOST_PROBLEMS
            if name not in chosen and fits and (is_fresh or not fresh_topics):
                chosen.append(name)
    order = list(Difficulty)
    return sorted(chosen, key=lambda name: (order.index(levels[name]), minutes[name]))


def mocks(events: Iterable[Event]) -> list[Mock]:
    """Return every mock in the record, in order; a step that cannot be read is left out."""
    found: dict[str, Mock] = {}
    decoder = msgspec.json.Decoder(Step)
    for event in events:
        if event.kind is not EventKind.MOCK:
            continue
        try:
            step = decoder.decode(event.detail)
        except msgspec.DecodeError:
            continue
        match step:
            case Begin(id=name):
                found[name] = Mock(step, event.at)
            case Turn(id=name, index=index) if name in found:
                turns = (*found[name].turns, (event.at, index))
                found[name] = msgspec.structs.replace(found[name], turns=turns)
            case End(id=name) if name in found and found[name].ended is None:
                found[name] = msgspec.structs.replace(found[name], ended=event.at)
    return list(found.values())


def running(events: Iterable[Event], now: datetime) -> Mock | None:
    """Return the mock that is going on, if one is."""
    going_on = [mock for mock in mocks(events) if not mock.is_over(now)]
    return going_on[-1] if going_on else None


def solved(mock: Mock, checks: Sequence[Check]) -> dict[int, datetime]:
    """Return which problems were solved in time, and when."""
    found: dict[int, datetime] = {}
    for check in _own(mock, checks):
        index = mock.plan.paths.index(check.path)
        if check.verdict is Verdict.ACCEPTED and check.whole:
            found.setdefault(index, check.at)
    return found


def summarise(
    mock: Mock, checks: Sequence[Check], minutes: Mapping[str, int], now: datetime
) -> Summary:
    """Return the result of a mock as it stands."""
    end = min(mock.ended or now, mock.deadline)
    passes = solved(mock, checks)
    answers = []
    for index, problem in enumerate(mock.plan.problems):
        until = passes.get(index)
        failed = sum(
            check.verdict not in (Verdict.ACCEPTED, Verdict.INVALID, Verdict.JUDGE_ERROR)
            for check in _own(mock, checks)
            if check.path == mock.plan.paths[index] and (until is None or check.at < until)
        )
        seconds = _spent(mock, index, until or end, end)
        allowed = minutes.get(problem, 0)
        points = _points(failed, late=seconds > 60 * allowed) if until else 0
        answers.append(Answer(problem, allowed, until is not None, seconds, failed, points))
    return Summary(
        id=mock.plan.id,
        minutes=mock.plan.minutes,
        seconds=max(0.0, (end - mock.began).total_seconds()),
        answers=tuple(answers),
        points=sum(answer.points for answer in answers),
        of=POINTS * len(answers),
    )


def _points(failed: int, *, late: bool) -> int:
    return POINTS - min(AT_MOST, EACH_FAILED * failed) - (LATE if late else 0)


def _own(mock: Mock, checks: Sequence[Check]) -> list[Check]:
    """Return the checks of its files in its time."""
    end = min(mock.ended or mock.deadline, mock.deadline)
    paths = set(mock.plan.paths)
    return [check for check in checks if check.path in paths and mock.began <= check.at <= end]


def _spent(mock: Mock, index: int, until: datetime, end: datetime) -> float:
    """Return the seconds for which a problem was the one turned to, until it was solved."""
    moments = [(mock.began, 0), *mock.turns, (end, -1)]
    spans = [(a, b) for (a, at), (b, _) in pairwise(moments) if at == index]
    return sum(max(0.0, (min(b, until) - a).total_seconds()) for a, b in spans if a < until)
