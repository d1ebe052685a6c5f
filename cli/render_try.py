"""What `drill try` shows, as Rich renderables. Prints nothing and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from grader.trying import Side, Tried

MOST_LINES = 8


def tried(tried: Tried) -> RenderableType:
    """Render one input: both values, and whether they are the same."""
    parts: list[RenderableType] = []
    for name, side in (("yours", tried.attempt), ("reference", tried.reference)):
        parts.append(Text.assemble((f"{name:<10}", "bold"), (_kind(side), "dim")))
        parts.append(_body(side))
    if tried.same:
        parts.append(Text("✓ the same", "bold green"))
    else:
        lines = tried.message.splitlines()[1:]  # the first names the result, of which there is one
        parts.append(Text("\n".join(["✗ not the same", *lines]), "bold red"))
    return Group(*parts)


def _kind(side: Side) -> str:
    if side.raised:
        return "raised"
    return f"tensor {side.shape} {side.dtype}" if side.shape is not None else ""


def _body(side: Side) -> RenderableType:
    words = side.raised or side.text
    if side.traceback:
        words = f"{words}\n{side.traceback.rstrip()}"
    if side.printed.strip():
        words = f"{words}\nit printed: {side.printed.strip()}"
    lines = words.splitlines()
    shown = lines[:MOST_LINES] + ["..."] * (len(lines) > MOST_LINES)
    return Padding(Text("\n".join(shown)), (0, 0, 0, 2), expand=False)
