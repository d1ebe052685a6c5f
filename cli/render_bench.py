"""A bench as a table at 80 columns. Prints nothing; the plots are in `plots` and `page`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from cli.render import WORDS, times
from grader.model import Pace, Verdict

if TYPE_CHECKING:
    from grader.roofline import Bench, Clocked, Roof, Row, Trend

STYLES = {Pace.FASTER: "green", Pace.SLOWER: "red", Pace.ENDED: "red"}
HEADS = f"{'time':>9}{'x reference':>18}{'GFLOP/s':>10}{'GB/s':>8}{'of peak':>9}"


def bench(found: Bench) -> RenderableType:
    """Render a bench: a table for each dtype, the machine's roofs, and how all grows."""
    if found.verdict not in (None, Verdict.ACCEPTED):
        return _refused(found)
    parts: list[Text] = []
    for dtype in found.dtypes:
        parts += [Text()] if parts else []
        parts += [_headline(found, dtype), *_table(found, dtype)]
        if any(row.rates for row in found.of(dtype)):  # not where the work is on text
            parts += [_roof(roof) for roof in found.roofs if roof.dtype == dtype]
        trends = [trend for trend in found.trends if trend.dtype == dtype]
        parts += _growth(found.axis, trends) if len(found.sizes) > 1 else []
    return Group(*parts)


def _refused(found: Bench) -> Text:
    sign, words, style = WORDS[found.verdict or Verdict.NOT_RUN]
    why = f": {found.message}" if found.message else ""
    return Text.assemble(
        (f"{sign} {found.problem} {words}", style),
        f"{why}; only a right answer is timed; drill check says more",
    )


def _headline(found: Bench, dtype: str) -> Text:
    where = f"   {found.device}, {dtype}, one thread, seed {found.seed}"
    return Text.assemble((found.problem, "bold"), (where, "dim"))


def _table(found: Bench, dtype: str) -> Iterator[Text]:
    rows = found.of(dtype)
    wide = max([len(found.axis), *(len(str(row.size or "")) for row in rows)])
    name = max(len(row.solution) for row in rows)
    yield Text(f"{found.axis:>{wide}}  {'':<{name}}{HEADS}", "dim")
    before = None
    for row in rows:
        size = str(row.size) if row.size and row.size != before else ""
        before = row.size
        head = Text(f"{size:>{wide}}  ")
        head.append(f"{row.solution:<{name}}", "bold" if row.kind == "attempt" else "")
        yield head + _figures(row)


def _figures(row: Row) -> Text:
    if row.time is None:
        return Text(f"  {row.fault}", "yellow")
    text = Text(f"{duration(row.time.seconds):>9}")
    text.append(f"{ratio(row.time):>18}", STYLES.get(row.time.pace, ""))
    if row.rates is None:
        return text
    share = "" if row.rates.share is None else f"{row.rates.share:.0%}"
    flops, moved = row.rates.flops_per_second / 1e9, row.rates.bytes_per_second / 1e9
    return text.append(f"{figure(flops):>10}{figure(moved):>8}{share:>9}")


def ratio(time: Clocked) -> str:
    """Say how a time compares: `1.72x (1.65-1.79)`."""
    if time.pace is Pace.ENDED:
        return f"more than {times(time.ratio)}"
    if time.low == time.high:
        return f"{times(time.ratio)} in one call"
    digits = 2 if time.high < 10 else 0
    return f"{times(time.ratio)} ({time.low:.{digits}f}-{time.high:.{digits}f})"


def _roof(roof: Roof) -> Text:
    product, copy = roof.flops_per_second / 1e9, roof.bytes_per_second / 1e9
    return Text(
        f"this run's peaks: {figure(product)} GFLOP/s in a matmul, {figure(copy)} GB/s in a copy\n"
        "of peak: FLOP/s as a share of what these two allow at the call's FLOP per byte",
        "dim",
    )


def _growth(axis: str, trends: list[Trend]) -> Iterator[Text]:
    name = max(len(axis) + 10, *(len(trend.solution) for trend in trends))
    yield Text(
        f"\n{f'grows with {axis}':<{name + 2}}{'time':>8}{'FLOPs':>9}{'peak bytes':>13}", "dim"
    )
    for trend in trends:
        figures = f"{power(axis, trend.seconds):>8}{power(axis, trend.flops):>9}"
        yield Text(f"{trend.solution:<{name + 2}}{figures}{power(axis, trend.peak_bytes):>13}")


def power(axis: str, exponent: float | None) -> str:
    """Say how something grows.

    Example:
        >>> power("length", 1.96)
        '^2.0'
    """
    if exponent is None or not axis:
        return "-"
    return f"^{round(exponent, 1) + 0.0:.1f}"  # a zero without a sign


def duration(seconds: float) -> str:
    """Return a time with a decimal prefix.

    Example:
        >>> duration(0.00123), duration(4.5e-05)
        ('1.23 ms', '45.0 µs')
    """
    for unit, one in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= one:
            return f"{figure(seconds / one)} {unit}"
    return f"{figure(seconds / 1e-9)} ns"


def tick(words: str) -> str:
    """Return the words of a round number without the zeros that say nothing.

    Example:
        >>> tick("1.00 ms"), tick("30.0 ms"), tick("0.10")
        ('1 ms', '30 ms', '0.1')
    """
    return re.sub(r"(\.[1-9]*)0+\b", r"\1", words).replace(". ", " ").rstrip(".")


def figure(number: float) -> str:
    """Return a positive number in three digits, without an exponent.

    Example:
        >>> figure(1234.5), figure(12.34), figure(0.01234)
        ('1234', '12.3', '0.012')
    """
    digits = 0 if number >= 100 else 1 if number >= 10 else 2 if number >= 0.1 else 3
    return f"{number:.{digits}f}"
