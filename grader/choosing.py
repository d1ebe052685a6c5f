"""What to do next, and why: what is due, what is weak, what a learning path holds.

Pure functions of tracks, prerequisites and paths; reads and starts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from grader.schedule import Grade, Track

A_DAY = 3  # reviews proposed
LEECH = 4  # times forgotten
_WEAK = {Grade.AGAIN, Grade.HARD}

Tracks = Mapping[str, Track]
Prerequisites = Mapping[str, tuple[str, ...]]
Path = tuple[str, Sequence[str]]  # its title, and its problems in order


class Due(Struct, frozen=True):
    """A problem to redo. `easier` is what to redo or learn first, for one forgotten often."""

    problem: str
    due: date
    retrievability: float
    stability: float
    forgotten: int
    begun: bool
    leech: bool
    easier: str | None


class Agenda(Struct, frozen=True):
    """What is to be redone: proposed for today, waiting for another day, and what is due next."""

    today: date
    interview: date | None
    reviewed: int
    proposed: tuple[Due, ...]
    waiting: tuple[Due, ...]
    upcoming: tuple[str, date] | None
    schema: int = 1


class Act(StrEnum):
    """The command that a choice is carried out by."""

    CHECK = "check"
    NEW = "new"
    REVIEW = "review"


class Choice(Struct, frozen=True):
    """The problem to do next, and why."""

    problem: str
    why: str
    act: Act

    @property
    def command(self) -> str:
        """What to type."""
        return f"drill {self.act} {self.problem}"


# ---- what is due ----------------------------------------------------------------------------


def agenda(
    tracks: Tracks, prerequisites: Prerequisites, today: date, interview: date | None = None
) -> Agenda:
    """Return at most three problems to redo today, those redone already included.

    The most forgotten come first.
    """
    due = [found for track in tracks.values() if (found := _due(track, tracks, prerequisites))]
    now = sorted((d for d in due if d.due <= today), key=lambda d: (d.retrievability, d.problem))
    later = min((d for d in due if d.due > today), key=lambda d: d.due, default=None)
    reviewed = sum(_reviewed_on(track, today) for track in tracks.values())
    room = max(0, A_DAY - reviewed)
    return Agenda(
        today=today,
        interview=interview if interview and interview >= today else None,
        reviewed=reviewed,
        proposed=tuple(now[:room]),
        waiting=tuple(now[room:]),
        upcoming=(later.problem, later.due) if later else None,
    )


def _due(track: Track, tracks: Tracks, prerequisites: Prerequisites) -> Due | None:
    memory = track.memory
    if memory is None:
        return None
    leech = memory.forgotten >= LEECH
    return Due(
        track.problem,
        memory.due,
        memory.retrievability,
        memory.stability,
        memory.forgotten,
        begun=track.ongoing is not None,
        leech=leech,
        easier=easier(track.problem, tracks, prerequisites) if leech else None,
    )


def _reviewed_on(track: Track, today: date) -> bool:
    """Say whether it was redone today; the first go at a problem is no review."""
    return any(episode.day == today for episode in track.episodes[1:])


def easier(problem: str, tracks: Tracks, prerequisites: Prerequisites) -> str | None:
    """Return the prerequisite that is known least, if there is one."""
    return min(prerequisites.get(problem, ()), key=lambda name: _hold(tracks, name), default=None)


def _hold(tracks: Tracks, name: str) -> float:
    track = tracks.get(name)
    return track.memory.retrievability if track and track.known and track.memory else 0.0


# ---- what is next ---------------------------------------------------------------------------


def choose(
    names: Sequence[str],
    tracks: Tracks,
    found: Agenda,
    *,
    current: str | None = None,
    prerequisites: Prerequisites | None = None,
    path: Path | None = None,
) -> Choice | None:
    """Return what to do next, None where nothing is left for today.

    `names` are all problems from easy to hard; `path` is a title and its problems in order. What
    one is at comes first, then what is due, what is begun, and then what is new.
    """
    known = prerequisites or {}
    going = [track for name in names if (track := tracks.get(name)) and track.ongoing]
    for track in going:
        if track.problem == current:
            return _go_on(track, "you are at it")
    if choice := _redo(names, tracks, found):
        return choice
    if going:
        latest = max(going, key=lambda track: track.last.timestamp() if track.last else 0.0)
        return _go_on(latest, "begun and not finished")
    fresh = [name for name in names if name not in tracks or not tracks[name].episodes]
    return _new(fresh, tracks, known, path)


def _go_on(track: Track, why: str) -> Choice:
    begun = track.ongoing is not None and track.ongoing.began is not None
    return Choice(track.problem, why, Act.CHECK if begun else Act.NEW)


def _redo(names: Collection[str], tracks: Tracks, found: Agenda) -> Choice | None:
    due = next((due for due in found.proposed if due.problem in names), None)
    if due is None:
        return None
    if due.easier and due.easier in names and not _since(tracks, due.easier, due.problem):
        finished = due.easier in tracks and bool(tracks[due.easier].episodes)
        why = f"{due.problem} was forgotten {due.forgotten} times, and builds on it"
        return Choice(due.easier, why, Act.REVIEW if finished else Act.NEW)
    if due.begun:
        return _go_on(tracks[due.problem], "its redo is begun")
    when = "due today" if due.due == found.today else f"due since {due.due}"
    why = f"{when}; the chance that you still know it is {due.retrievability:.0%}"
    return Choice(due.problem, why, Act.REVIEW)


def _since(tracks: Tracks, first: str, leech: str) -> bool:
    """Say whether the prerequisite was solved since the leech was last at hand."""
    track, other = tracks.get(first), tracks[leech].memory
    if not (track and track.known and track.memory and other):
        return False
    return track.memory.last >= other.last


def _new(
    fresh: Sequence[str],
    tracks: Tracks,
    prerequisites: Prerequisites,
    path: Path | None,
) -> Choice | None:
    if path:
        title, order = path
        for name in order:
            if name in fresh:
                return _along(name, title, fresh, prerequisites)
    ready = [name for name in fresh if _lacking(name, tracks, prerequisites) == 0]
    pool = ready or sorted(fresh, key=lambda name: _lacking(name, tracks, prerequisites))
    if not pool:
        return None
    if weak := _weakest(pool, tracks):
        name, why = weak
        return Choice(name, why, Act.NEW)
    return Choice(pool[0], _why_new(pool[0], tracks, prerequisites), Act.NEW)


def _why_new(name: str, tracks: Tracks, prerequisites: Prerequisites) -> str:
    below = prerequisites.get(name, ())
    if not below or _lacking(name, tracks, prerequisites):
        return "not begun yet"
    return f"not begun yet, and you know what it builds on: {', '.join(below)}"


def _along(name: str, title: str, fresh: Collection[str], prerequisites: Prerequisites) -> Choice:
    """Return the next problem of a path, or what has to come before it."""
    first = _lowest(name, fresh, prerequisites)
    why = f"next on the path {title}"
    if first != name:
        why = f"{name} is {why}, and builds on it"
    return Choice(first, why, Act.NEW)


def _lowest(name: str, fresh: Collection[str], prerequisites: Prerequisites) -> str:
    """Return the first new problem under this one, itself where there is none."""
    seen = {name}
    while True:
        below = [p for p in prerequisites.get(name, ()) if p in fresh and p not in seen]
        if not below:
            return name
        name = below[0]
        seen.add(name)


def _lacking(name: str, tracks: Tracks, prerequisites: Prerequisites) -> int:
    below = prerequisites.get(name, ())
    return sum(not (p in tracks and tracks[p].known) for p in below)


def _weakest(pool: Iterable[str], tracks: Tracks) -> tuple[str, str] | None:
    """Return the first problem of the weakest topic, if half of one topic or more is weak."""
    grades: dict[str, list[Grade]] = defaultdict(list)
    for track in tracks.values():
        if track.episodes:
            grades[_topic(track.problem)].append(track.episodes[-1].grade)
    shares = {
        topic: sum(grade in _WEAK for grade in given) / len(given)
        for topic, given in grades.items()
        if len(given) > 1
    }
    candidates = [name for name in pool if shares.get(_topic(name), 0) >= 0.5]
    if not candidates:
        return None
    name = max(candidates, key=lambda name: shares[_topic(name)])  # of equals the first
    given = grades[_topic(name)]
    weak = sum(grade in _WEAK for grade in given)
    return name, f"new, of your weakest topic: {weak} of {len(given)} were hard or forgotten"


def _topic(problem: str) -> str:
    return problem.partition("/")[0]
