"""The statistics as one self-contained HTML page: loads nothing, runs no script."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from cli.render_stats import MOST, WEEKS, in_words

if TYPE_CHECKING:
    from grader.stats import Stats

CELL = 15
STYLE = """
:root { color-scheme: light dark; --back: #fbfaf8; --card: #fff; --ink: #1d1f23; --faint: #666c76;
  --grid: #e6e4df; --done: #2f8f4e; --known: #2563c9; --late: #c8740a;
  --s0: #ebe9e4; --s1: #c4e3cc; --s2: #8ccb9d; --s3: #51aa6b; --s4: #2f8f4e }
@media (prefers-color-scheme: dark) { :root { --back: #14161a; --card: #1c1f25; --ink: #e8e6e1;
  --faint: #9aa0ab; --grid: #2c3038; --done: #5fcf80; --known: #6ea8ff; --late: #f0a848;
  --s0: #262a31; --s1: #1f4a2d; --s2: #2f7a46; --s3: #47a863; --s4: #6fdc8f } }
body { margin: 0 auto; max-width: 1080px; padding: 28px 20px; background: var(--back);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 24px; margin: 0 0 14px } h2 { font-size: 16px; margin: 0 0 10px }
section { background: var(--card); border: 1px solid var(--grid); border-radius: 10px;
  padding: 16px 18px; margin: 14px 0 }
.facts { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)) }
.facts section { margin: 0 } .facts b { display: block; font-size: 26px }
.facts span { color: var(--faint) } .wide { overflow-x: auto }
svg { display: block; max-width: 100%; height: auto }
svg text { fill: var(--faint); font-size: 11px }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
td, th { padding: 4px 10px 4px 0; text-align: left; white-space: nowrap }
th { color: var(--faint); font-weight: 500 } td.bar { width: 40%; min-width: 120px }
td.bar div { background: var(--s0); border-radius: 4px; height: 12px; position: relative }
td.bar i { position: absolute; left: 0; top: 0; height: 12px; border-radius: 4px;
  background: var(--done) } td.due { color: var(--late) } code { color: var(--known) }
"""


def page(found: Stats, today: date) -> str:
    """Return the page."""
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>drill: {found.solved} of {found.total} solved</title>",
            f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>drill on {today.isoformat()}</h1>",
            _facts(found),
            _section("The last half-year", _calendar(found, today)),
            _section("Topics", _topics(found)),
            _section("Time to solve, of the problem's minutes", _speed(found)),
            _section("Most frequent mistakes", _mistakes(found)),
            _section("Work on", _weakest(found)),
            "</body>\n</html>\n",
        ]
    )


def _section(title: str, body: str) -> str:
    return f'<section><h2>{title}</h2><div class="wide">{body}</div></section>' if body else ""


def _facts(found: Stats) -> str:
    facts = [
        (f"{found.solved} / {found.total}", "solved"),
        (str(found.due), "due today"),
        (_percent(found.remembered), "remembered today"),
        (f"{found.cards.right} / {found.cards.answered}", "cards right"),
        (f"{found.streak_days}", "days in a row"),
        ("-" if found.pace is None else f"{found.pace:.1f}x", "of the minutes, median"),
        ("-" if found.best_ratio is None else f"{found.best_ratio:.2f}x", "best time"),
    ]
    cards = [f"<section><b>{value}</b><span>{what}</span></section>" for value, what in facts]
    return f'<div class="facts">{"".join(cards)}</div>'


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _calendar(found: Stats, today: date) -> str:
    monday = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    cells = []
    for offset in range((today - monday).days + 1):
        day = monday + timedelta(days=offset)
        week, weekday = divmod(offset, 7)
        count = found.calendar.get(day.isoformat(), 0)
        level = next((n for n, most in enumerate(MOST) if count <= most), len(MOST))
        cells.append(
            f'<rect x="{34 + CELL * week}" y="{18 + CELL * weekday}" width="12" height="12" rx="3"'
            f' fill="var(--s{level})"><title>{day.isoformat()}: {count} checks</title></rect>'
        )
        if day.day <= 7 and weekday == 0:
            cells.append(f'<text x="{34 + CELL * week}" y="11">{day.strftime("%b")}</text>')
    weekdays = ((0, "Mon"), (3, "Thu"), (6, "Sun"))
    names = [f'<text x="0" y="{28 + CELL * n}">{word}</text>' for n, word in weekdays]
    width, height = 40 + CELL * WEEKS, 24 + CELL * 7
    return f'<svg viewBox="0 0 {width} {height}" width="{width}">{"".join([*names, *cells])}</svg>'


def _topics(found: Stats) -> str:
    rows = []
    for row in found.topics:
        share = 100 * row.solved / row.total if row.total else 0
        rows.append(
            f"<tr><td>{escape(row.topic)}</td><td>{row.solved}/{row.total}</td>"
            f'<td class="bar"><div><i style="width:{share:.0f}%"></i></div></td>'
            f"<td>{_percent(row.remembered)}</td>"
            f'<td class="due">{row.due or ""}</td>'
            f"<td>{'-' if row.best_ratio is None else f'{row.best_ratio:.2f}x'}</td></tr>"
        )
    names = ("topic", "solved", "", "remembered", "due", "best time")
    heads = "".join(f"<th>{name}</th>" for name in names)
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>"


def _speed(found: Stats) -> str:
    """Draw each solved problem as a dot: left of the line it took less than its minutes."""
    dots = [(p.problem, p.solve_share) for p in found.problems if p.solve_share]
    if not dots:
        return ""
    most = max(2.0, *(min(share, 5.0) for _, share in dots))
    width, parts = 640, []
    for number in range(int(most) + 1):
        x = 20 + number * (width - 40) / most
        dash = "" if number == 1 else ' stroke-dasharray="2 4"'
        parts.append(f'<line x1="{x:.0f}" y1="8" x2="{x:.0f}" y2="62" stroke="var(--grid)"{dash}/>')
        parts.append(f'<text x="{x:.0f}" y="78" text-anchor="middle">{number}x</text>')
    for index, (name, share) in enumerate(sorted(dots, key=lambda dot: dot[1])):
        x = 20 + min(share, most) * (width - 40) / most
        colour = "--done" if share <= 1 else "--late"
        words = f"{escape(name)}: {share:.1f}x"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{18 + 11 * (index % 4)}" r="4.5" fill="var({colour})"'
            f' fill-opacity="0.8"><title>{words}</title></circle>'
        )
    return f'<svg viewBox="0 0 {width} 84" width="{width}">{"".join(parts)}</svg>'


def _mistakes(found: Stats) -> str:
    rows = [
        f"<tr><td>{count} times</td><td>{escape(in_words(name))}</td></tr>"
        for name, count in found.mistakes
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _weakest(found: Stats) -> str:
    rows = [
        f"<tr><td>{escape(weak.problem)}</td><td>{escape(weak.why)}</td>"
        f"<td><code>{escape(weak.command)}</code></td></tr>"
        for weak in found.weakest
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""
