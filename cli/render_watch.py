"""The screen of `drill watch` as Rich renderables. Prints nothing and decides nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.layout import Layout
from rich.text import Text

from cli import render
from cli.context import shorten
from cli.paging import Paged

if TYPE_CHECKING:
    from cli.watch import View
    from grader.model import Report

KEYS = (("r", "run"), ("h", "hint"), ("s", "statement"), ("n", "next"), ("q", "quit"))


def screen(view: View, now: datetime) -> RenderableType:
    """Render the whole screen: the file and the clock, what came of it, the keys."""
    layout = Layout()
    layout.split_column(
        Layout(_head(view, now), size=2),
        Layout(Paged(_body(view), view.page)),
        Layout(_keys(), size=1),
    )
    return layout


def last(report: Report) -> RenderableType:
    """Render what stays on the terminal when the screen is gone."""
    return render.report(report)


def clock(seconds: float) -> str:
    """Return a duration as a clock shows it: `7:05`, `1:02:09`."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def _head(view: View, now: datetime) -> Text:
    problem = view.exercise.problem
    until = view.solved or now
    spent = (until - view.began).total_seconds()
    style = "green" if view.solved else "" if spent <= 60 * problem.minutes else "yellow"
    what = "solved in" if view.solved else "time"
    state = "checking ..." if view.running else "waiting for a save" if view.report else ""
    return Text.assemble(
        (view.exercise.name, "bold"),
        (f"   {what} {clock(spent)} of {problem.minutes} min", style),
        (f"   {state}", "dim"),
        (f"\n{shorten(view.path)}", "dim"),
        overflow="ellipsis",
        no_wrap=True,
    )


def _body(view: View) -> RenderableType:
    if view.trouble:
        words = f"\n  {view.trouble.message}\n  {view.trouble.remedy}"
        return Text(words, "yellow")
    if view.beside:
        return Group("", render.markdown(view.beside, pretty=True))
    if view.report is None:
        return Text("\n  starting ...", "dim")
    parts: list[RenderableType] = ["", render.report(view.report, lists=False)]
    if view.solved:
        parts.append(Text("\n  drill check also times it; n goes on to the next problem", "dim"))
    return Group(*parts)


def _keys() -> Text:
    return Text("  ").join(Text.assemble((f" {key} ", "reverse"), f" {word}") for key, word in KEYS)
