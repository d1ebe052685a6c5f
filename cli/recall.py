"""What the commands know of a person's practice: tracks, what is due, what comes next.

Joins record, bank, settings and clock, and hands them to the pure `schedule` and `choosing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.context import Context
    from grader.choosing import Agenda, Choice, Path
    from grader.schedule import Brief, Memory, Track


def tracks(context: Context) -> dict[str, Track]:
    """Return the track of every problem that has one."""
    from grader.schedule import Brief, follow
    from grader.store import EventKind

    known = set(context.names)
    deeds = context.store.deeds()
    hinted = {deed.problem for deed in deeds if deed.what == EventKind.HINT}

    def brief(name: str) -> Brief | None:
        if name not in known:
            return None
        return _brief(context, name) if name in hinted else Brief(context.bank.head(name).minutes)

    return follow(deeds, brief, context.today, interview(context))


def track(context: Context, name: str) -> Track:
    """Return one problem's track."""
    from grader.schedule import Track, follow

    brief = _brief(context, name)
    deeds = context.store.deeds(name)
    found = follow(deeds, lambda _: brief, context.today, interview(context))
    return found.get(name, Track(name))


def _brief(context: Context, name: str) -> Brief:
    from grader.schedule import Brief

    problem = context.bank.load(name).problem
    return Brief(problem.minutes, len(problem.hints))


def interview(context: Context) -> date | None:
    """Return the day of the interview, where one is set."""
    from grader.settings import INTERVIEW, read_date

    return read_date(context.store.setting(INTERVIEW))


def cards(context: Context) -> dict[str, Memory]:
    """Return what is remembered of every concept card that was answered."""
    from grader.cards import memories

    return memories(context.store.events(), context.today, interview(context))


def due_names(context: Context) -> set[str]:
    """Return the problems that are due, however many are proposed a day."""
    found = tracks(context).values()
    return {t.problem for t in found if t.memory and t.memory.due <= context.today}


def agenda(context: Context, found: Mapping[str, Track]) -> Agenda:
    """Return what is to be redone."""
    from grader import choosing

    below = context.paths.prerequisites
    return choosing.agenda(found, below, context.today, interview(context))


def choice(
    context: Context,
    found: Mapping[str, Track],
    due: Agenda,
    *,
    besides: str = "",
    path: str = "",
) -> Choice | None:
    """Return what to do next, other than one problem, along a path where one is named or set."""
    from grader.choosing import choose

    names = [name for name in by_ease(context) if name != besides]
    left = {name: track for name, track in found.items() if name != besides}
    return choose(
        names,
        left,
        due,
        current=context.store.current(),
        prerequisites=context.paths.prerequisites,
        path=_path(context, path),
    )


def _path(context: Context, asked: str) -> Path | None:
    """Return the path that is asked for, else the one that is set, if the bank still has it.

    Raises:
        UsageError: there is none of the name that is asked for.
    """
    from grader.settings import PATH

    kept = context.store.setting(PATH) or ""
    if not asked and kept not in context.paths.paths:
        return None
    path = context.paths.find(asked or kept)
    return path.title, path.problems


def by_ease(context: Context) -> list[str]:
    """Return all problems, from easy and short to hard and long."""
    from grader.model import Difficulty

    order = list(Difficulty)

    def ease(name: str) -> tuple[int, int]:
        head = context.bank.head(name)
        return order.index(head.difficulty), head.minutes

    return sorted(context.names, key=ease)
