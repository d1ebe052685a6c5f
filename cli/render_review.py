"""What is due, grades and settings as Rich renderables. Prints nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.render import plain
from grader.choosing import A_DAY, Agenda, Due
from grader.schedule import Grade, Track, longest

if TYPE_CHECKING:
    from grader.settings import Setting

STYLES = {Grade.AGAIN: "red", Grade.HARD: "yellow", Grade.GOOD: "green", Grade.EASY: "green"}


def graded(track: Track, today: date, *, fresh: bool) -> RenderableType:
    """Render in a line a problem's last grade, why, and when it comes back.

    Without a `fresh` episode nothing new was graded.
    """
    if not track.episodes or not track.memory:
        return _fact("none yet")
    last, back = track.episodes[-1], when(track.memory.due, today)
    if fresh:
        return _fact(Text.assemble(*_grade(track), f"; {back}"))
    again = f": drill review {track.problem}" if track.memory.due <= today else ""
    return _fact(f"unchanged since {last.day}; {back}{again}")


def _fact(words: str | Text) -> RenderableType:
    """Render beside the word `grade`; what is too long for a line goes on under its beginning."""
    grid = Table.grid(expand=False)
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text("  grade  ", "dim"), words)
    return grid


def rated(track: Track, today: date) -> RenderableType:
    """Render a problem's last grade under its name."""
    head = Text.assemble((track.problem, "bold"))
    if track.episodes:
        head.append(f", last on {track.episodes[-1].day}", "dim")
    return Group(head, graded(track, today, fresh=True))


def _grade(track: Track) -> list[Text]:
    last = track.episodes[-1]
    words = f"{last.earned.title()}: {last.reason}"
    if last.rated:
        words = f"{last.grade.title()}: your rating, in place of {words}"
    name, _, rest = words.partition(":")
    return [Text(name, STYLES[last.grade]), Text(f":{rest}")]


def when(due: date, today: date) -> str:
    """Say when something comes back: `back in 4 days, 2026-01-09`."""
    days = (due - today).days
    if days < 0:
        return f"due since {due}"
    if days < 2:
        return f"back tomorrow, {due}" if days else "due today"
    return f"back in {days} days, {due}"


def agenda(found: Agenda) -> RenderableType:
    """Render what is to be redone today."""
    parts: list[RenderableType] = [] if found.proposed else [Text(nothing(found))]
    if found.proposed:
        parts.append(_table(found.proposed, found.today))
    for due in found.proposed:
        if due.leech:
            parts.append(Text(_leech(due), "yellow"))
    if found.proposed and found.waiting:
        parts.append(Text(_waiting(found), "dim"))
    if found.interview:
        parts.append(Text(interview_words(found.interview, found.today), "dim"))
    return Group(*parts)


def _table(dues: Sequence[Due], today: date) -> RenderableType:
    table = plain("problem", "known", "due", "")
    for due in dues:
        since = "today" if due.due == today else f"since {due.due}"
        table.add_row(due.problem, f"{due.retrievability:.0%}", since, "begun" if due.begun else "")
    return table


def _leech(due: Due) -> str:
    words = f"{due.problem} was forgotten {due.forgotten} times"
    return f"{words}; redo {due.easier} first, which it builds on" if due.easier else words


def _waiting(found: Agenda) -> str:
    count = len(found.waiting)
    return (
        f"{count} more {'is' if count == 1 else 'are'} due and {'waits' if count == 1 else 'wait'}"
    )


def nothing(found: Agenda) -> str:
    """Say why nothing is proposed, and what is due next."""
    if found.waiting:
        return f"{found.reviewed} redone today, {A_DAY} are enough; {_waiting(found)}."
    if found.upcoming:
        problem, day = found.upcoming
        return f"Nothing is due. Next comes {problem}: {when(day, found.today)}."
    return "Nothing is due: no problem is solved yet."


def interview_words(day: date, today: date) -> str:
    """Say how far off the interview is, and what that does to the intervals."""
    days, most = (day - today).days, longest(today, today, day)
    return f"interview in {_days(days)}: no problem stays away longer than {_days(most)}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def settings(rows: Sequence[tuple[Setting, str | None]]) -> RenderableType:
    """Render settings, one a line; what is not set in parentheses."""
    table = plain("setting", "value", "title")
    table.columns[2].header = "what it does"
    for setting, value in rows:
        shown = Text(value) if value is not None else Text(f"({setting.otherwise})", "dim")
        table.add_row(setting.key, shown, setting.does)
    return table
