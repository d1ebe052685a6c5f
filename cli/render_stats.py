"""The screen of `drill stats` as Rich renderables, 80 columns wide. Decides nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.render import plain

if TYPE_CHECKING:
    from grader.stats import Stats, TopicRow

WEEKS = 26
SHADES = "·░▒▓█"
MOST = (0, 1, 3, 6)  # checks of a day, up to which it has the shade at this place
BAR = 8


def stats(found: Stats, today: date) -> RenderableType:
    """Render everything on one screen."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_row(_topics(found), Group(calendar(found, today), "", *_facts(found)))
    return Group(_head(found), "", grid, *_mistakes(found), *_weakest(found))


def calendar(found: Stats, today: date) -> RenderableType:
    """Render the last weeks, a column each from Monday to Sunday, the present one last."""
    monday = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    lines = [_months(monday)]
    for weekday in range(7):
        days = [monday + timedelta(days=weekday, weeks=week) for week in range(WEEKS)]
        lines.append(Text("".join(_mark(found, day, today) for day in days), "green"))
    return Group(*lines)


def _mark(found: Stats, day: date, today: date) -> str:
    return " " if day > today else shade(found.calendar.get(day.isoformat(), 0))


def shade(checks: int) -> str:
    """Return the mark of a day with so many checks."""
    return next((SHADES[n] for n, most in enumerate(MOST) if checks <= most), SHADES[-1])


def _months(monday: date) -> Text:
    """Name each month over the first week that begins in it, where there is room."""
    line = ""
    for week in range(WEEKS):
        day = monday + timedelta(weeks=week)
        begins = week == 0 or day.month != (day - timedelta(weeks=1)).month
        if begins and len(line) <= week <= WEEKS - 3:
            line = line.ljust(week) + day.strftime("%b ")
    return Text(line[:WEEKS], "dim")


def _head(found: Stats) -> Text:
    days = f"{found.streak_days} day{'' if found.streak_days == 1 else 's'} in a row"
    checks = f"{found.checks} check{'' if found.checks == 1 else 's'}"
    due = f" · {found.due} due" if found.due else ""
    return Text.assemble(
        (f"{found.solved} of {found.total} solved", "bold"),
        (due, "yellow"),
        f" · {days} · {checks} · {found.passed_first_time} passed first time",
    )


def _topics(found: Stats) -> RenderableType:
    table = plain("topic", "solved", "", "known", "due")
    for number in (3, 4):
        table.columns[number].justify = "right"
    for row in found.topics:
        table.add_row(*_topic(row))
    return table


def _topic(row: TopicRow) -> tuple[RenderableType, ...]:
    return (
        row.topic,
        f"{row.solved}/{row.total}",
        _bar(row.solved, row.total),
        "" if row.remembered is None else f"{row.remembered:.0%}",
        Text(str(row.due) if row.due else "", "yellow"),
    )


def _bar(done: int, total: int) -> Text:
    filled = round(BAR * done / total) if total else 0
    filled = max(filled, 1) if done else filled
    return Text.assemble(("█" * filled, "green"), ("░" * (BAR - filled), "dim"))


def _facts(found: Stats) -> list[RenderableType]:
    lines: list[RenderableType] = []
    if found.pace is not None:
        lines.append(Text(f"time to solve {found.pace:.1f}x the minutes"))
    if found.remembered is not None:
        lines.append(Text(f"remembered    {found.remembered:.0%} today"))
    if found.cards.answered:
        words = f"{found.cards.right} of {found.cards.answered} right"
        words += f", {found.cards.due} due" if found.cards.due else ""
        lines.append(Text(f"cards         {words}"))
    if found.best_ratio is not None:
        lines.append(Text(f"best time     {found.best_ratio:.2f}x reference"))
    return lines


def _mistakes(found: Stats) -> list[RenderableType]:
    if not found.mistakes:
        return []
    lines = [Text(f"  {count} x  {in_words(name)}") for name, count in found.mistakes[:3]]
    return ["", Text("most frequent mistakes", "bold"), *lines]


def in_words(mistake: str) -> str:
    """Return `topic/problem: name_of_a_mistake` with the name in words."""
    problem, colon, name = mistake.partition(": ")
    return f"{problem}{colon}{name.replace('_', ' ')}"


def _weakest(found: Stats) -> list[RenderableType]:
    if not found.weakest:
        return []
    width = max(len(weak.command) for weak in found.weakest)
    lines = [
        Text.assemble(f"  {weak.command:<{width}}", (f"  {weak.why}", "dim"))
        for weak in found.weakest
    ]
    return ["", Text("work on", "bold"), *lines]
