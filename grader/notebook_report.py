"""A report for a notebook: as plain text, and as HTML that stands alone. Prints nothing."""

from __future__ import annotations

from html import escape

from grader.model import Report, Verdict

SIGNS = {Verdict.ACCEPTED: "✓", Verdict.INVALID: "!", Verdict.JUDGE_ERROR: "!"}
COLOURS = {Verdict.ACCEPTED: "#2f8f4e", Verdict.INVALID: "#b8860b"}
MOST_LINES = 15
BOX = "border-left:3px solid {};padding:2px 12px;margin:6px 0"


def as_text(report: Report) -> str:
    """Return verdict, ladder, first failure and diagnosis, a line each or a few."""
    lines = [f"{SIGNS.get(report.verdict, '✗')} {_headline(report)}"]
    if report.cases:
        lines.append("  " + " · ".join(_rungs(report)))
    for words in _details(report):
        lines += ["", *(f"  {line}" for line in words.splitlines())]
    return "\n".join(lines)


def as_html(report: Report) -> str:
    """Return the same as HTML; what an attempt wrote is escaped."""
    colour = COLOURS.get(report.verdict, "#d1342f")
    sign = SIGNS.get(report.verdict, "✗")
    parts = [
        f'<div style="{BOX.format(colour)}">',
        f'<b style="color:{colour}">{sign} {escape(_headline(report))}</b>',
    ]
    if report.cases:
        parts.append(f"<div>{escape(' · '.join(_rungs(report)))}</div>")
    parts += [
        f'<pre style="white-space:pre-wrap">{escape(words)}</pre>' for words in _details(report)
    ]
    return "\n".join([*parts, "</div>"])


def _headline(report: Report) -> str:
    verdict = report.verdict.replace("_", " ")
    return f"{report.problem} {verdict} ({report.device}, seed {report.seed})"


def _rungs(report: Report) -> list[str]:
    return [
        f"{rung} {passed}/{total}" if run else f"{rung} not run"
        for rung, passed, total, run in report.ladder
    ]


def _details(report: Report) -> list[str]:
    """Return what there is to say below the verdict."""
    if report.verdict is Verdict.ACCEPTED:
        return [_time(report)] if report.timing else []
    if report.message:
        return [_cut(f"{report.message}\n{report.traceback}".rstrip())]
    case = report.told_first
    found = [f"{case.says or case.name}\n{_cut(case.message)}"]
    if case.traceback:
        found.append(case.traceback.rstrip())
    if case.printed.strip():
        found.append(f"it printed\n{_cut(case.printed.strip())}")
    if report.diagnosis:
        title = "The known mistake" if report.diagnosis.certain else "Probably"
        found.append(f"{title}: {' '.join(report.diagnosis.says.split())}")
    return found


def _time(report: Report) -> str:
    assert report.timing is not None
    clock = report.timing
    return f"{clock.ratio:.2f}x the reference ({clock.low:.2f}-{clock.high:.2f}): {clock.pace}"


def _cut(words: str) -> str:
    lines = words.splitlines()
    return "\n".join(lines[:MOST_LINES] + ["..."] * (len(lines) > MOST_LINES))
