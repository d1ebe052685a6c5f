"""One page of something that may be longer than its place on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text


class Paged:
    """Shows a page of a renderable; after the last comes the first again. Short ones have one."""

    def __init__(self, whole: RenderableType, page: int) -> None:
        self._whole = whole
        self._page = page

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType | Segment]:
        """Render what fits, and below it which page it is where there are more."""
        room = options.height or options.max_height
        lines = console.render_lines(self._whole, options.update(height=None), pad=False)
        if len(lines) <= room:
            yield from _joined(lines)
            return
        room = max(1, room - 1)
        pages = -(-len(lines) // room)
        page = self._page % pages
        shown = lines[page * room : (page + 1) * room]
        yield from _joined(shown + [[]] * (room - len(shown)))
        yield Text(f" page {page + 1} of {pages}; the space bar turns it", "dim")


def _joined(lines: list[list[Segment]]) -> Iterator[Segment]:
    for line in lines:
        yield from line
        yield Segment.line()
