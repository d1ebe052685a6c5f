"""Charts with two logarithmic axes as SVG text. Knows no bench, writes no file.

Colours are CSS variables and classes, which the page defines.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from msgspec import Struct

WIDTH, HEIGHT = 560, 380
LEFT, RIGHT, TOP, BOTTOM = 84, 18, 16, 52
COLOURS = 7
Word = Callable[[float], str]


class Line(Struct, frozen=True):
    """Points (x, y, words) of one colour, joined; a `bold` line is on top."""

    name: str
    colour: int
    points: tuple[tuple[float, float, str], ...]
    bold: bool = False


class Axis(Struct, frozen=True):
    """A logarithmic axis: its label, its range, and its ticks with their words."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 at the low end to 1 at the high one.

        Example:
            >>> Axis("", 1.0, 100.0, ()).share(10.0)
            0.5
        """
        return math.log(value / self.low) / math.log(self.high / self.low)


def axis(
    label: str, values: Sequence[float], word: Word, *, room: float = 1.3, binary: bool = False
) -> Axis:
    """Return an axis with room around positive values, and round ticks with their words."""
    low, high = min(values) / room, max(values) * room
    marks = _binary(low, high) if binary else _decimal(low, high)
    return Axis(label, low, high, tuple((m, word(m)) for m in marks if low <= m <= high))


def _decimal(low: float, high: float) -> list[float]:
    digits = (1, 2, 5) if high / low < 60 else (1,)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [float(f"{digit}e{power}") for power in powers for digit in digits]


def _binary(low: float, high: float) -> list[float]:
    step = max(1, math.ceil(math.log2(high / low) / 6))
    return [2.0**power for power in range(0, 63, step)]


def sizes_axis(label: str, sizes: Sequence[int]) -> Axis:
    """Return an axis whose ticks are the sizes themselves."""
    ticks = tuple((float(size), str(size)) for size in sizes)
    return Axis(label, min(sizes) / 1.15, max(sizes) * 1.15, ticks)


def chart(title: str, x: Axis, y: Axis, lines: Sequence[Line], under: Sequence[str] = ()) -> str:
    """Return a chart as one `<svg>`; `under` is drawn before the lines."""
    drawn = [_line(x, y, line) for line in sorted(lines, key=lambda line: line.bold)]
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
    return "\n".join([head, *_grid(x, y), *under, *drawn, "</svg>"])


def roof(x: Axis, y: Axis, slope: float, top: float, words: tuple[str, str]) -> list[str]:
    """Return the roof of a roofline, y = slope * x up to `top`, with a label on either part."""
    start, ridge = max(x.low, y.low / slope), top / slope
    corners = [(start, slope * start), (ridge, top), (x.high, top)]
    (x0, y0), (x1, y1), (x2, _) = (place(x, y, *corner) for corner in corners)
    turn = math.degrees(math.atan2(y1 - y0, x1 - x0))
    middle = f"translate({(x0 + x1) / 2 - 5:.1f} {(y0 + y1) / 2 - 8:.1f}) rotate({turn:.1f})"
    path = f"{x0:.1f},{y0:.1f} {x1:.1f},{y1:.1f} {x2:.1f},{y1:.1f}"
    return [
        f'<polyline class="roof" points="{path}"/>',
        f'<text class="roof" text-anchor="middle" transform="{middle}">{escape(words[0])}</text>',
        f'<text class="roof" text-anchor="end" x="{x2 - 4:.1f}" y="{y1 - 8:.1f}">'
        f"{escape(words[1])}</text>",
    ]


def place(x: Axis, y: Axis, across: float, up: float) -> tuple[float, float]:
    """Return where a point lies in the drawing."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    return LEFT + wide * x.share(across), TOP + high * (1 - y.share(up))


def _grid(x: Axis, y: Axis) -> list[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = []
    for value, word in y.ticks:
        _, down = place(x, y, x.low, value)
        parts.append(f'<path class="grid" d="M{LEFT} {down:.1f}H{right}"/>')
        parts.append(_text(LEFT - 8, down + 4, word, "end"))
    for value, word in x.ticks:
        across, _ = place(x, y, value, y.low)
        parts.append(f'<path class="grid" d="M{across:.1f} {TOP}V{bottom}"/>')
        parts.append(_text(across, bottom + 18, word, "middle"))
    parts.append(_text((LEFT + right) / 2, HEIGHT - 10, x.label, "middle"))
    return parts


def _text(left: float, down: float, words: str, anchor: str) -> str:
    where = f'x="{left:.1f}" y="{down:.1f}"'
    return f'<text class="tick" {where} text-anchor="{anchor}">{escape(words)}</text>'


def _line(x: Axis, y: Axis, line: Line) -> str:
    places = [place(x, y, across, up) for across, up, _ in line.points]
    colour = f"var(--c{line.colour % COLOURS})"
    parts = [f'<g stroke="{colour}" fill="{colour}" stroke-width="{3.2 if line.bold else 1.7}">']
    for (x0, y0), (x1, y1) in pairwise(places):
        parts.append(f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"/>')
    for number, (left, down) in enumerate(places):
        radius = (4.0 if line.bold else 2.6) + 0.6 * number
        words = escape(f"{line.name}: {line.points[number][2]}")
        circle = f'cx="{left:.1f}" cy="{down:.1f}" r="{radius:.1f}"'
        parts.append(f"<circle {circle}><title>{words}</title></circle>")
    return "".join([*parts, "</g>"])
