"""The plot of a bench in the terminal: time over size, both logarithmic, a line a solution.

The page of `page` has more of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from cli.render_bench import duration, power, tick

if TYPE_CHECKING:
    from grader.roofline import Bench, Row

HEIGHT = 20
COLOURS = ("red", "blue", "green", "magenta", "cyan", "gray", "orange")  # on light and on dark
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def growth(found: Bench, *, width: int, pretty: bool) -> Iterator[Text]:
    """Yield a plot for each dtype of which two sizes were timed.

    Where there is no colour every line is drawn in a letter of its own.
    """
    for dtype in found.dtypes:
        rows = [row for row in found.of(dtype) if row.time and row.size]
        if len({row.size for row in rows}) > 1:
            yield Text.from_ansi(_plot(found, dtype, rows, width=min(width, 80), pretty=pretty))


def _plot(found: Bench, dtype: str, rows: Sequence[Row], *, width: int, pretty: bool) -> str:
    import plotext

    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plotsize(width, HEIGHT)
    plotext.limit_size(False, False)
    plotext.xscale("log")
    plotext.yscale("log")
    trends = list(enumerate(trend for trend in found.trends if trend.dtype == dtype))
    for number, trend in reversed(trends):  # the attempt, which is the first, on top
        own = [row for row in rows if row.solution == trend.solution]
        letter = LETTERS[number % len(LETTERS)]
        name = f"{trend.solution} ~ {found.axis}{power(found.axis, trend.seconds)}"
        plotext.plot(
            [row.size for row in own],
            [row.time.seconds for row in own if row.time],
            label=name if pretty else f" {name}",
            marker="braille" if pretty else letter,
            color=COLOURS[number % len(COLOURS)],
        )
    sizes = sorted({row.size for row in rows if row.size})
    plotext.xticks(sizes, [str(size) for size in sizes])
    marks = decades([row.time.seconds for row in rows if row.time])
    plotext.yticks(marks, [tick(duration(mark)) for mark in marks])
    plotext.title(f"time of one call over {found.axis}, {dtype}")
    return str(plotext.build()).rstrip("\n")


def decades(values: Sequence[float]) -> list[float]:
    """Return 1, 2, 5, ... over the range of positive values, 1, 3, 10, ... over a wide one.

    Example:
        >>> decades([0.003, 0.04])
        [0.005, 0.01, 0.02]
    """
    low, high = min(values), max(values)
    digits = (1, 2, 5) if high / low < 30 else (1, 3)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    marks = [float(f"{digit}e{power}") for power in powers for digit in digits]
    return [mark for mark in marks if low <= mark <= high] or [low]
