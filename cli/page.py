"""A bench as one self-contained HTML page: growth curves, a roofline, and all numbers.

Loads nothing from anywhere and runs no script; light and dark as the reader's system is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from cli import charts
from cli.charts import Line
from cli.render import scaled, size
from cli.render_bench import duration, figure, power, ratio, tick
from grader.roofline import attainable

if TYPE_CHECKING:
    from grader.roofline import Bench, Roof, Row, Trend

Value = Callable[["Row"], float | None]

STYLE = """
:root { color-scheme: light dark; --back: #fbfaf8; --card: #fff; --ink: #1d1f23; --faint: #666c76;
  --grid: #e6e4df; --roof: #8a8f99; --c0: #d1342f; --c1: #2563c9; --c2: #2f8f4e; --c3: #9a4fc4;
  --c4: #0f8f9c; --c5: #c8740a; --c6: #6b6f78 }
@media (prefers-color-scheme: dark) { :root { --back: #14161a; --card: #1c1f25; --ink: #e8e6e1;
  --faint: #9aa0ab; --grid: #2c3038; --roof: #7d838f; --c0: #ff6b61; --c1: #6ea8ff; --c2: #5fcf80;
  --c3: #c98bf0; --c4: #4cc9d6; --c5: #f0a848; --c6: #a3a8b3 } }
body { margin: 0 auto; max-width: 1240px; padding: 28px 20px; background: var(--back);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 24px; margin: 0 } h2 { font-size: 18px; margin: 26px 0 6px }
h3 { font-size: 14px; margin: 0 0 4px; font-weight: 600 }
p { margin: 4px 0; color: var(--faint) } p.note { margin-top: 24px; max-width: 90ch }
.charts { display: grid; gap: 16px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)) }
figure { margin: 0; padding: 14px; background: var(--card); border: 1px solid var(--grid);
  border-radius: 10px }
svg { display: block; width: 100%; height: auto; max-height: 460px }
svg .grid { stroke: var(--grid); fill: none }
svg .tick { fill: var(--faint); font-size: 12px }
svg polyline.roof { stroke: var(--roof); stroke-width: 2; fill: none; stroke-dasharray: 6 4 }
svg text.roof { fill: var(--faint); font-size: 12px; font-weight: 600 }
ul { display: flex; flex-wrap: wrap; gap: 4px 22px; padding: 0; margin: 8px 0 12px;
  list-style: none }
i { display: inline-block; width: 18px; height: 4px; border-radius: 2px; margin: 0 7px 3px 0 }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; margin-top: 16px;
  font-variant-numeric: tabular-nums } td, th { padding: 4px 10px; text-align: right }
td:nth-child(2), th:nth-child(2), td.fault { text-align: left }
th { color: var(--faint); font-weight: 500 } tr.first td { border-top: 1px solid var(--grid) }
tr.attempt td { font-weight: 600 } td.fault { color: var(--c5) }
"""
NOTE = (
    "Time is of one call, with the 95 % interval of its ratio to the reference's in the same run. "
    "FLOPs and bytes are counted exactly, by dispatch. GB/s and FLOP per byte count what every "
    "kernel reads and writes, as if no cache helped. Of peak: FLOP/s as a share of what this "
    "machine's matmul and copy, timed in the same run, allow at the call's own FLOP per byte."
)


def page(found: Bench) -> str:
    """Return the page."""
    facts = f"{found.device}, one thread, torch {found.versions.torch}, seed {found.seed}"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(found.problem)}: bench</title>",
            f"<style>{STYLE}</style>\n</head>\n<body>",
            f"<h1>{escape(found.problem)}</h1>",
            f"<p>{escape(found.says)} On {escape(facts)}.</p>",
            *(part for dtype in found.dtypes for part in _section(found, dtype)),
            f'<p class="note">{NOTE}</p>\n</body>\n</html>\n',
        ]
    )


def _section(found: Bench, dtype: str) -> list[str]:
    drawn = _curves(found, dtype) if len(found.sizes) > 1 else []
    if _reached(found, dtype):
        drawn += [_roofline(found, dtype, roof) for roof in found.roofs if roof.dtype == dtype]
    return [
        f"<h2>{escape(dtype)}</h2>",
        _legend(found, dtype),
        f'<div class="charts">{"".join(drawn)}</div>',
        f'<div class="wide">{_table(found, dtype)}</div>',
    ]


def _legend(found: Bench, dtype: str) -> str:
    grows = {trend.solution: trend for trend in found.trends if trend.dtype == dtype}
    items = []
    for number, name in enumerate(_names(found, dtype)):
        words = _grows(found.axis, grows[name]) if name in grows else ""
        swatch = f'<i style="background: var(--c{number % charts.COLOURS})"></i>'
        items.append(f"<li>{swatch}<b>{escape(name)}</b> {words}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _grows(axis: str, trend: Trend) -> str:
    if trend.seconds is None:
        return ""
    exponent = power(axis, trend.seconds).removeprefix("^")
    return f"time ~ {escape(axis)}<sup>{exponent}</sup>"


def _names(found: Bench, dtype: str) -> list[str]:
    return list(dict.fromkeys(row.solution for row in found.of(dtype)))


# ---- charts -------------------------------------------------------------------------------


def _curves(found: Bench, dtype: str) -> list[str]:
    peak = "Peak bytes above the inputs"
    return [
        _curve(found, dtype, "Time of one call", _seconds, duration),
        _curve(found, dtype, "FLOPs of one call", _flops, lambda n: scaled(round(n), "FLOP")),
        _curve(found, dtype, peak, _peak, lambda n: size(round(n)), binary=True),
    ]


def _seconds(row: Row) -> float | None:
    return row.time.seconds if row.time else None


def _flops(row: Row) -> float | None:
    return row.counts.flops if row.counts else None


def _peak(row: Row) -> float | None:
    return row.counts.peak_bytes if row.counts else None


def _curve(
    found: Bench, dtype: str, title: str, value: Value, word: charts.Word, *, binary: bool = False
) -> str:
    lines = []
    for number, name in enumerate(_names(found, dtype)):
        pairs = [(row, value(row)) for row in found.of(dtype, name)]
        points = [(float(r.size), y, f"{r.size}, {word(y)}") for r, y in pairs if r.size and y]
        lines.append(Line(name, number, tuple(points), bold=name == "attempt"))
    values = [y for line in lines for _, y, _ in line.points]
    if not values:
        return ""
    x = charts.sizes_axis(found.axis, found.sizes)
    y = charts.axis("", values, lambda mark: tick(word(mark)), binary=binary)
    return _figure(title, charts.chart(f"{title} over {found.axis}", x, y, lines))


def _reached(found: Bench, dtype: str) -> list[Row]:
    """Return the rows that have a place in the roofline: work that torch sees."""
    return [row for row in found.of(dtype) if row.rates]


def _roofline(found: Bench, dtype: str, roof: Roof) -> str:
    lines = [
        Line(name, number, _reaches(_reached(found, dtype), name), bold=name == "attempt")
        for number, name in enumerate(_names(found, dtype))
    ]
    x, y = _roofline_axes([point for line in lines for point in line.points], roof)
    top, slope = roof.flops_per_second, roof.bytes_per_second
    words = (f"copy {figure(slope / 1e9)} GB/s", f"matmul {figure(top / 1e9)} GFLOP/s")
    title = "Roofline: what is reached (larger dot, larger size)"
    drawn = charts.chart("Roofline", x, y, lines, charts.roof(x, y, slope, top, words))
    return _figure(title, drawn)


def _roofline_axes(
    points: Sequence[tuple[float, float, str]], roof: Roof
) -> tuple[charts.Axis, charts.Axis]:
    """Return axes that hold all points, the ridge, and the roof over the leftmost point."""
    across, heights = [x for x, _, _ in points], [y for _, y, _ in points]
    ridge = roof.flops_per_second / roof.bytes_per_second
    heights += [roof.flops_per_second, attainable(roof, min(across))]
    return (
        charts.axis(
            "FLOP per byte moved", [*across, 3 * ridge], lambda mark: tick(figure(mark)), room=2.0
        ),
        charts.axis("", heights, _flops_rate, room=1.8),
    )


def _reaches(rows: Sequence[Row], name: str) -> tuple[tuple[float, float, str], ...]:
    own = [(row, row.rates) for row in rows if row.solution == name]
    return tuple((r.intensity, r.flops_per_second, _reach(row)) for row, r in own if r)


def _reach(row: Row) -> str:
    at = f"{row.size}, " if row.size else ""
    flops, _, share = _rates(row)
    return f"{at}{flops} GFLOP/s, {share} of peak"


def _flops_rate(value: float) -> str:
    return scaled(round(value), "FLOP/s")


def _figure(title: str, drawn: str) -> str:
    return f"<figure><h3>{escape(title)}</h3>{drawn}</figure>"


# ---- numbers ------------------------------------------------------------------------------


def _table(found: Bench, dtype: str) -> str:
    heads = [found.axis, "", "time", "x reference", "FLOPs", "peak bytes", "kernels"]
    head = "".join(f"<th>{escape(name)}</th>" for name in [*heads, "GFLOP/s", "GB/s", "of peak"])
    before: int | None = -1
    lines = []
    for row in found.of(dtype):
        first = "first " if row.size != before else ""
        before = row.size
        lines.append(f'<tr class="{first}{row.kind}">{_cells(row)}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _cells(row: Row) -> str:
    cells = [str(row.size or ""), row.solution]
    if row.time:
        cells += [duration(row.time.seconds), ratio(row.time), *_counted(row), *_rates(row)]
    fault = "" if row.time else f'<td class="fault" colspan="8">{escape(row.fault)}</td>'
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells) + fault


def _counted(row: Row) -> tuple[str, str, str]:
    counts = row.counts
    if counts is None:
        return "", "", ""
    return scaled(counts.flops, ""), size(counts.peak_bytes), str(counts.kernels)


def _rates(row: Row) -> tuple[str, str, str]:
    found = row.rates
    if found is None:
        return "", "", ""
    share = "" if found.share is None else f"{found.share:.0%}"
    flops, moved = found.flops_per_second / 1e9, found.bytes_per_second / 1e9
    return figure(flops), figure(moved), share
