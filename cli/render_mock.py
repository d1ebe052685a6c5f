"""The screens of `drill mock` as Rich renderables. Prints nothing and decides nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.console import Group, RenderableType
from rich.layout import Layout
from rich.text import Text

from cli import render
from cli.context import shorten
from cli.paging import Paged
from cli.render_watch import clock

if TYPE_CHECKING:
    from cli.mock import Desk
    from grader.bank import Exercise
    from grader.mock import Answer, Summary
    from grader.model import FollowUp, Report

KEYS = (
    *(("c", "check"), ("s", "statement"), ("n", "next"), ("p", "previous")),
    *(("q", "leave"), ("e", "end")),
)
SOON_SECONDS = 300


def screen(desk: Desk, now: datetime) -> RenderableType:
    """Render the whole screen: the clock, the problem or what came of it, the keys."""
    layout = Layout()
    layout.split_column(
        Layout(_head(desk, now), size=2),
        Layout(Paged(_body(desk), desk.page)),
        Layout(_keys(desk), size=1),
    )
    return layout


def statement(exercise: Exercise, number: int, *, pretty: bool) -> RenderableType:
    """Render a statement without its topic, name and title."""
    return render.markdown(text(exercise, number), pretty=pretty)


def text(exercise: Exercise, number: int) -> str:
    """Return such a statement as Markdown."""
    problem = exercise.problem
    forms = "\n".join(f"- `{form}`" for form in problem.entry_points)
    return (
        f"# Problem {number}\n\n{problem.minutes} minutes\n\n"
        f"{problem.statement}\n### Entry points\n{forms}\n"
    )


def verdict(report: Report, number: int) -> RenderableType:
    """Render a report as an interviewer gives it: right or not, and where; no diagnosis."""
    return render.report(replace(report, problem=f"problem {number}"), bare=True)


def summary(found: Summary) -> RenderableType:
    """Render the result, a line a problem."""
    solved = sum(answer.solved for answer in found.answers)
    head = Text.assemble(
        (f"mock interview: {found.points} of {found.of} points", "bold"),
        f" · {solved} of {len(found.answers)} solved"
        f" · {clock(found.seconds)} of {found.minutes}:00",
    )
    table = render.plain("problem", "solved", "time", "of", "failed checks", "points")
    for answer in found.answers:
        table.add_row(*_row(answer))
    return Group(head, "", table, "")


def question(exercise: Exercise, follow_up: FollowUp) -> RenderableType:
    """Render a follow-up question."""
    return Group("", Text.assemble((f"{exercise.name}  ", "dim"), (follow_up.question, "bold")))


def answer(follow_up: FollowUp) -> RenderableType:
    """Render its answer."""
    return Text(f"  {' '.join(follow_up.answer.split())}")


def _row(answer: Answer) -> tuple[RenderableType, ...]:
    mark = Text("✓", "green") if answer.solved else Text("✗", "red")
    return (
        answer.problem,
        mark,
        clock(answer.seconds),
        f"{answer.minutes} min",
        str(answer.failed),
        str(answer.points),
    )


def _head(desk: Desk, now: datetime) -> Text:
    left = (desk.mock.deadline - now).total_seconds()
    index, plan = desk.mock.index, desk.mock.plan
    path = Path(plan.paths[index])
    marks = " ".join("✓" if n in desk.solved else "·" for n in range(len(plan.problems)))
    return Text.assemble(
        (f"problem {index + 1} of {len(plan.problems)}", "bold"),
        f"  {marks}   ",
        (f"{clock(left)} left", "bold red" if left < SOON_SECONDS else "bold"),
        (f" of {plan.minutes} min", "dim"),
        (" · checking ..." if desk.running else "", "dim"),
        (f"\n{shorten(path)} · the statement: {path.stem}.md", "dim"),
        overflow="ellipsis",
        no_wrap=True,
    )


def _body(desk: Desk) -> RenderableType:
    if desk.reads or desk.report is None:
        return statement(desk.exercise, desk.mock.index + 1, pretty=True)
    return Group("", verdict(desk.report, desk.mock.index + 1))


def _keys(desk: Desk) -> Text:
    if desk.ending:
        return Text(" e again ends the interview, any other key goes on", "bold yellow")
    return Text("  ").join(Text.assemble((f" {key} ", "reverse"), f" {word}") for key, word in KEYS)
