"""When a problem comes back: a pure fold over the recorded checks and events, then FSRS.

Two steps, of which only the first knows problems: deeds become *episodes* with a grade, and graded
reviews become a *memory* with a due date. Whatever else is to be remembered needs only the second.
Stores nothing: a grade and a date follow anew from the record, the bank and the interview date.

The time here is whole days of the person's own calendar, so that what was solved late one evening
is due from the morning on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from fsrs import Card, Rating, Scheduler
from msgspec import Struct, structs

from grader.model import Verdict
from grader.store import Deed, EventKind

LONGEST = 60  # days between two reviews, at most
_PASSED_OVER = (Verdict.INVALID, Verdict.JUDGE_ERROR)  # a typo, or a fault of ours
UNDO = "undo"  # the detail of a `rated` event that takes the one before it back


class Grade(StrEnum):
    """How well something was known."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


RATINGS = {
    Grade.AGAIN: Rating.Again,
    Grade.HARD: Rating.Hard,
    Grade.GOOD: Rating.Good,
    Grade.EASY: Rating.Easy,
}


class Brief(Struct, frozen=True):
    """What a grade depends on besides the record: the minutes given, how many hints there are.

    The hints of a problem of which none was taken need not be counted: that takes reading them.
    """

    minutes: int
    hints: int | None = None


class Episode(Struct, frozen=True):
    """One go at a problem, from the stub to the first pass or to giving up.

    `earned` follows from what happened, as `reason` says; `rated` are the person's own grades, of
    which the last one holds.
    """

    began: datetime | None
    ended: datetime
    day: date
    earned: Grade
    reason: str
    rated: tuple[Grade, ...] = ()

    @property
    def grade(self) -> Grade:
        """The grade that holds."""
        return self.rated[-1] if self.rated else self.earned


@dataclass
class Ongoing:
    """An episode that has not ended."""

    began: datetime | None
    day: date
    failed: int = 0
    hints: set[str] = field(default_factory=set)

    @property
    def untouched(self) -> bool:
        """Whether nothing has happened in it yet."""
        return not self.failed and not self.hints


class Memory(Struct, frozen=True):
    """What FSRS makes of some reviews.

    `stability` is in days: after so many the chance to know it has fallen to 90 %. That chance
    today is `retrievability`. `forgotten` counts the grades *again*.
    """

    due: date
    last: date
    stability: float
    retrievability: float
    reviews: int
    forgotten: int


@dataclass(frozen=True)
class Track:
    """One problem's practice: what has ended, what is going on, what is remembered of it."""

    problem: str
    episodes: tuple[Episode, ...] = ()
    ongoing: Ongoing | None = None
    memory: Memory | None = None
    passed: bool = False  # ever, helped or not
    last: datetime | None = None  # when anything was done

    @property
    def just_ended(self) -> bool:
        """Whether an episode ended by what was done last."""
        return bool(self.episodes) and self.episodes[-1].ended == self.last

    @property
    def known(self) -> bool:
        """Whether it was solved without help that amounts to the answer, the last time."""
        return bool(self.episodes) and self.episodes[-1].grade is not Grade.AGAIN


# ---- from deeds to episodes -----------------------------------------------------------------


def graded(brief: Brief, *, failed: int, hints: int, seconds: float | None) -> tuple[Grade, str]:
    """Return the grade of a pass and the facts it follows from, in words.

    Example:
        >>> graded(Brief(20, 3), failed=0, hints=2, seconds=600)
        (<Grade.HARD: 'hard'>, '2 hints')
    """
    if hints and brief.hints is not None and hints >= brief.hints:
        return Grade.AGAIN, f"all {brief.hints} hints"
    against = [_count(hints, "hint")] if hints else []
    against += [_count(failed, "failed check")] if failed > 1 else []
    in_time = seconds is None or seconds <= brief.minutes * 60
    against += [] if in_time else [f"{_span(seconds or 0)}, {brief.minutes} minutes are given"]
    if against:
        return Grade.HARD, ", ".join(against)
    words = _count(failed, "failed check") if failed else "passed first time"
    if seconds is None:
        return Grade.GOOD, words
    words += f", {max(1, round(seconds / 60))} of {brief.minutes} minutes"
    quick = not failed and seconds <= brief.minutes * 30
    return (Grade.EASY if quick else Grade.GOOD), words


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _span(seconds: float) -> str:
    for unit, size in (("day", 86400), ("hour", 3600)):
        if seconds >= 2 * size:
            return _count(round(seconds / size), unit)
    return _count(round(seconds / 60), "minute")


class _Folding:
    """One problem's episodes, as its deeds come in."""

    def __init__(self, brief: Brief, zone: tzinfo | None) -> None:
        self.episodes: list[Episode] = []
        self.passed = False
        self.ongoing: Ongoing | None = None
        self._brief = brief
        self._zone = zone

    def take(self, deed: Deed) -> None:
        """Take the next deed in."""
        match deed.what:
            case Verdict():
                self._checked(deed.at, deed.what, whole=deed.detail == "whole")
            case EventKind.STARTED | EventKind.RESET:
                self._begin(deed.at)
            case EventKind.HINT:
                self._hinted(deed)
            case EventKind.SOLUTION:
                if self.ongoing or (not self.episodes and deed.detail == "gave_up"):
                    self._end(deed.at, Grade.AGAIN, "the solution was shown")
            case EventKind.RATED:
                self._rated(deed.detail)

    def track(self, problem: str, last: datetime, today: date, interview: date | None) -> Track:
        """Return what came of the deeds, of which the last was then."""
        reviews = [(episode.day, episode.grade) for episode in self.episodes]
        memory = remember(reviews, today, interview)
        return Track(problem, tuple(self.episodes), self.ongoing, memory, self.passed, last)

    def _begin(self, at: datetime) -> None:
        """Begin anew on a fresh stub; what was tried or hinted on the same day still counts."""
        old = self.ongoing
        if old is None or old.untouched or self._day(at) > old.day:
            self.ongoing = Ongoing(at, self._day(at))
        elif old.began is None:
            old.began = at

    def _opened(self, at: datetime) -> Ongoing | None:
        """Return what is going on; the very first go at a problem needs no start."""
        if self.ongoing is None and not self.episodes:
            self.ongoing = Ongoing(None, self._day(at))
        return self.ongoing

    def _hinted(self, deed: Deed) -> None:
        if going := self._opened(deed.at):
            going.hints.add(deed.detail)

    def _checked(self, at: datetime, verdict: Verdict, *, whole: bool) -> None:
        """Count a failure or end with a pass; a part of the cases says nothing."""
        if not whole or verdict in _PASSED_OVER:
            return
        self.passed |= verdict is Verdict.ACCEPTED
        if not (going := self._opened(at)):
            return
        if verdict is not Verdict.ACCEPTED:
            going.failed += 1
            return
        seconds = (at - going.began).total_seconds() if going.began else None
        if seconds is not None and seconds < 0:  # the clock was set back
            seconds = None
        hints = len(going.hints)
        self._end(at, *graded(self._brief, failed=going.failed, hints=hints, seconds=seconds))

    def _end(self, at: datetime, grade: Grade, reason: str) -> None:
        began = self.ongoing.began if self.ongoing else None
        day = self._day(at)
        if self.episodes:
            day = max(day, self.episodes[-1].day)  # the clock was set back
        self.episodes.append(Episode(began, at, day, grade, reason))
        self.ongoing = None

    def _rated(self, word: str) -> None:
        if not self.episodes or word not in {*Grade, UNDO}:  # an import may say anything
            return
        last = self.episodes[-1]
        rated = last.rated[:-1] if word == UNDO else (*last.rated, Grade(word))
        self.episodes[-1] = structs.replace(last, rated=rated)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


# ---- from reviews to a memory ---------------------------------------------------------------


def longest(day: date, today: date, interview: date | None) -> int:
    """Return the most days from a review until the next; an interview that is over bends nothing.

    Example:
        >>> longest(date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 21))
        10
    """
    if interview is None or interview < today:
        return LONGEST
    return max(1, min(LONGEST, (interview - day).days // 2))


def remember(
    reviews: Sequence[tuple[date, Grade]], today: date, interview: date | None = None
) -> Memory | None:
    """Return what is left of some reviews, in order of their days; None where there are none."""
    if not reviews:
        return None
    scheduler = Scheduler(
        learning_steps=(),
        relearning_steps=(timedelta(days=1),),
        maximum_interval=LONGEST,
        enable_fuzzing=False,  # the same record gives the same days
    )
    card = Card(card_id=1)  # without an id it waits a millisecond to make one up
    for day, grade in reviews:
        scheduler.maximum_interval = longest(day, today, interview)
        card, _ = scheduler.review_card(card, RATINGS[grade], _at(day))
    return Memory(
        due=card.due.date(),
        last=reviews[-1][0],
        stability=card.stability or 0.0,
        retrievability=scheduler.get_card_retrievability(card, _at(today)),
        reviews=len(reviews),
        forgotten=sum(grade is Grade.AGAIN for _, grade in reviews),
    )


def _at(day: date) -> datetime:
    """Return a day as FSRS wants it: aware, and in `timezone.utc` itself."""
    return datetime.combine(day, time(), UTC)


# ---- both -----------------------------------------------------------------------------------


def follow(
    deeds: Iterable[Deed],
    brief: Callable[[str], Brief | None],
    today: date,
    interview: date | None = None,
    zone: tzinfo | None = None,
) -> dict[str, Track]:
    """Return the track of every problem that has deeds, in order, and a brief.

    `zone` is the person's, the system's own where none is given.
    """
    deeds_of: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        deeds_of[deed.problem].append(deed)
    tracks = {}
    for problem, own in deeds_of.items():
        if known := brief(problem):
            folding = _Folding(known, zone)
            for deed in own:
                folding.take(deed)
            tracks[problem] = folding.track(problem, own[-1].at, today, interview)
    return tracks
