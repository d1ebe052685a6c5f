"""Reports, lists and statistics as Rich renderables. Prints nothing and decides nothing."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from cli.context import shorten
from grader.model import Case, Cost, Count, Growth, Pace, Report, Timing, Verdict

if TYPE_CHECKING:
    from grader.bank import Exercise, Head, Submission
    from grader.grading import Row
    from grader.paths import Path as LearningPath
    from grader.stats import Standing
    from grader.store import Check
    from grader.verify import Finding, Verification

WORDS = {
    Verdict.ACCEPTED: ("✓", "accepted", "bold green"),
    Verdict.WRONG_ANSWER: ("✗", "wrong answer", "bold red"),
    Verdict.RUNTIME_ERROR: ("✗", "runtime error", "bold red"),
    Verdict.TIME_LIMIT: ("✗", "time limit", "bold red"),
    Verdict.MEMORY_LIMIT: ("✗", "memory limit", "bold red"),
    Verdict.FORBIDDEN: ("✗", "forbidden call", "bold red"),
    Verdict.INVALID: ("✗", "cannot be run", "bold yellow"),
    Verdict.JUDGE_ERROR: ("!", "not judged: a fault of ours", "bold magenta"),
    Verdict.NOT_RUN: ("·", "not run", "dim"),
}
MARKS = {
    Verdict.ACCEPTED: ".",
    Verdict.WRONG_ANSWER: "W",
    Verdict.RUNTIME_ERROR: "E",
    Verdict.TIME_LIMIT: "T",
    Verdict.MEMORY_LIMIT: "M",
    Verdict.FORBIDDEN: "F",
    Verdict.INVALID: "I",
    Verdict.JUDGE_ERROR: "!",
    Verdict.NOT_RUN: " ",
}
DETAIL_LINES = 15
LADDER_COLUMNS = 74
PRINTED_LINES = 12


def report(
    report: Report,
    *,
    verbose: bool = False,
    bare: bool = False,
    lists: bool = True,
    file: str = "",
) -> RenderableType:
    """Render one check.

    `bare` leaves out what helps: the diagnosis and how to run it again, of the `file` that was
    named. `lists` says that -v lists the cases.
    """
    parts: list[RenderableType] = [_headline(report)]
    if report.cases and report.verdict is not Verdict.INVALID:
        parts.append(_indented(_ladder(report), 2))
    if verbose:
        parts += [_case_line(case) for case in report.cases]
    if report.verdict is Verdict.ACCEPTED:
        parts += _measured(report)
    elif report.message:
        parts += _unrunnable(report)
    elif report.failed:
        parts += _failure(report, report.told_first, bare=bare)
        parts += [] if bare else _how_again(report, file=file, lists=lists)
    return Group(*parts)


def _headline(report: Report) -> Text:
    sign, words, style = WORDS[report.verdict]
    if report.only and report.verdict is Verdict.ACCEPTED:
        words = f"passes the {len(report.cases)} chosen case{'s' * (len(report.cases) > 1)}"
    return Text.assemble(
        (f"{sign} {report.problem} ", style),
        (words, style),
        (f"   {report.device}, seed {report.seed}", "dim"),
    )


def _ladder(report: Report) -> Text:
    """Join the rungs in lines of whole rungs."""
    line, length = Text(), 0
    for rung, passed, total, run in report.ladder:
        words = f"{rung} {passed}/{total}" if run else f"{rung} not run"
        style = ("green" if passed == total else "red") if run else "dim"
        joint = "" if not length else " · " if length + len(words) < LADDER_COLUMNS else "\n"
        length = len(words) + (0 if joint == "\n" else length + len(joint))
        line.append(joint).append(words, style)
    return line


def _measured(report: Report) -> list[RenderableType]:
    lines: list[RenderableType] = []
    if report.timing:
        lines.append(_fact("time", time_words(report.timing)))
    elif report.remark:
        lines.append(_fact("time", f"not measured: {report.remark}"))
    if report.cost and report.cost.flops.reference:
        lines.append(_fact("cost", _cost_words(report.cost)))
    if report.growth:
        lines.append(_fact("grows", growth_words(report.growth)))
    return lines


def _cost_words(cost: Cost) -> str:
    flops, peak = cost.flops, cost.peak_bytes
    words = f"{scaled(flops.attempt, 'FLOP')} ({_times(flops)})"
    if cost.backward_flops.attempt:
        words += f", {scaled(cost.backward_flops.attempt, 'FLOP')} of it backward"
    words += f", peak {size(peak.attempt)} ({_times(peak)})"
    words += f", {cost.kernels.attempt} kernels ({_times(cost.kernels)})"
    return words + (f"; a guess for {', '.join(cost.unknown)}" if cost.unknown else "")


def growth_words(growth: Growth) -> str:
    """Say how costs grow: `FLOPs ~ length^2.0, peak ~ length^2.0; the reference: ...`."""
    axis, flops, peak = growth.axis, growth.flops, growth.peak_bytes
    own = f"FLOPs ~ {axis}^{flops.attempt:.1f}, peak ~ {axis}^{peak.attempt:.1f}"
    ours = f"{axis}^{flops.reference:.1f}, {axis}^{peak.reference:.1f}"
    return f"{own}; the reference: {ours}"


def time_words(timing: Timing) -> str:
    """Say in words how a time compares, with its interval, and PyTorch's own where there is one."""
    if timing.pace is Pace.ENDED:
        return f"more than {timing.ratio:.0f}x the reference: {timing.pace}"
    words = f"{times(timing.ratio)} the reference ({timing.low:.2f}-{timing.high:.2f})"
    words += f": {timing.pace}"
    if timing.builtin_seconds:
        share = timing.attempt_seconds / timing.builtin_seconds
        words += f"; {times(share)} PyTorch's own"
    return words


def times(ratio: float) -> str:
    """Return a ratio as it is said: `1.04x`, `12x`."""
    return f"{ratio:.2f}x" if ratio < 10 else f"{ratio:.0f}x"


def _times(count: Count) -> str:
    return f"{count.attempt / count.reference:.2f}x" if count.reference else "-"


def _unrunnable(report: Report) -> list[RenderableType]:
    parts: list[RenderableType] = [_indented(Text(report.message), 2)]
    if report.traceback:
        parts.append(_indented(Text(report.traceback.rstrip()), 4))
    return parts + _printed(report.printed)


def _failure(report: Report, case: Case, *, bare: bool) -> list[RenderableType]:
    detail = case.message.splitlines()
    shown = detail[:DETAIL_LINES] + (["..."] if len(detail) > DETAIL_LINES else [])
    parts: list[RenderableType] = [Text("")]
    if case.verdict is not Verdict.FORBIDDEN:  # the call says all, whatever the case is about
        parts.append(_indented(Text(case.says or case.name, "bold"), 2))
    parts.append(_indented(Text("\n".join(shown)), 4))
    if case.traceback:
        parts.append(_indented(Text(_own_lines(case.traceback), "dim"), 4))
    if report.diagnosis and not bare:
        certain = report.diagnosis.certain
        title = (
            "the known mistake"
            if certain
            else "probably this, though it does not explain every failed case"
        )
        says = Text(" ".join(report.diagnosis.says.split()))
        panel = Panel(says, title=title, title_align="left", border_style="yellow", width=78)
        parts += [Text(""), panel]
    return parts + _printed(case.printed)


def _how_again(report: Report, *, file: str, lists: bool) -> list[RenderableType]:
    """Render which cases failed and the command that runs the one told about again."""
    name = report.told_first.name
    more = len(report.failed) - 1
    others = f" and {more} more{' (-v lists them)' if lists else ''}" if more else ""
    again = f"drill check {report.problem} -k {shlex.quote(name)} --seed {report.seed}"
    again += f" --file {shlex.quote(file)}" if file else ""
    return [Text(""), _fact("failed", f"{name}{others}"), _to_copy(_fact("again", again))]


def _to_copy(text: Text) -> Text:
    """Leave it to the terminal to break a line, so that it is one when copied."""
    text.no_wrap, text.overflow = True, "ignore"
    return text


def _own_lines(traceback: str) -> str:
    return "\n".join(traceback.rstrip().splitlines()[-6:])


def _printed(words: str) -> list[RenderableType]:
    lines = words.rstrip().splitlines()
    if not lines:
        return []
    if len(lines) > PRINTED_LINES:
        half = PRINTED_LINES // 2
        lines = [*lines[:half], f"... {len(lines) - 2 * half} lines ...", *lines[-half:]]
    text = "\n".join(line[:300] for line in lines)
    return [Text(""), Text("  it printed", "dim"), _indented(Text(text), 4)]


def _case_line(case: Case) -> Text:
    sign, words, style = WORDS[case.verdict]
    shown = "" if case.verdict is Verdict.ACCEPTED else f"  {words}"
    return Text.assemble((f"    {sign} ", style), case.name, (shown, style))


def _indented(renderable: RenderableType, columns: int) -> Padding:
    return Padding(renderable, (0, 0, 0, columns), expand=False)


def _fact(name: str, words: str) -> Text:
    return Text.assemble((f"  {name:<7}", "dim"), words)


def scaled(number: int, unit: str) -> str:
    """Return a number with a decimal prefix: `525 kFLOP`."""
    value = float(number)
    for prefix in ("", "k", "M", "G"):
        if value < 1000:
            return f"{value:.3g} {prefix}{unit}"
        value /= 1000
    return f"{value:.3g} T{unit}"


def size(number: int) -> str:
    """Return a size in binary units: `1.0 MiB`."""
    value = float(number)
    for unit in ("B", "KiB", "MiB"):
        if value < 1024:
            return f"{value:.3g} {unit}"
        value /= 1024
    return f"{value:.3g} GiB"


# ---- problems -----------------------------------------------------------------------------


def statement(exercise: Exercise, *, pretty: bool) -> RenderableType:
    """Render a problem's statement: Markdown on a terminal, its source elsewhere."""
    problem = exercise.problem
    forms = "\n".join(f"- `{form}`" for form in problem.entry_points)
    text = (
        f"# {problem.title}\n\n"
        f"{exercise.name} · {problem.difficulty} · {problem.minutes} minutes\n\n"
        f"{problem.statement}\n### Entry points\n{forms}\n"
    )
    return markdown(text, pretty=pretty)


def markdown(text: str, *, pretty: bool) -> RenderableType:
    """Render Markdown on a terminal; leave it as it is elsewhere."""
    if not pretty:
        return Text(text)
    from rich.markdown import Markdown

    return Markdown(text, code_theme="ansi_light")


def problems(rows: Sequence[tuple[Head, Standing]], *, grouped: bool = False) -> RenderableType:
    """Render the list of problems, one a line; `grouped` parts the topics by their names.

    By hand, for a table takes a quarter of the command's time with a hundred problems.
    """
    head = ("problem", "level", "min", "status")
    cells = [(s.problem, h.difficulty, str(h.minutes), s.status) for h, s in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    text = Text(no_wrap=True, overflow="ellipsis")  # a title too long for the screen is cut
    text.append(f"{_aligned(head, widths)}  title", "dim")
    last = ""
    for row, (described, standing) in zip(cells, rows, strict=True):
        topic = standing.problem.partition("/")[0]
        if grouped and topic != last:
            last = topic
            of_topic = [other for _, other in rows if other.problem.startswith(f"{topic}/")]
            solved = sum(other.status == "solved" for other in of_topic)
            text.append(f"\n{topic} {solved}/{len(of_topic)}", "bold")
        text.append(f"\n{_aligned(row[:3], widths)}  ")
        style = {"solved": "green", "started": "yellow"}.get(standing.status, "")
        text.append(row[3].ljust(widths[3]), style).append(f"  {described.title}")
    return Group(text)  # alone it would be printed as a string, and wrapped


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False))


def paths(rows: Sequence[tuple[str, LearningPath, int]]) -> RenderableType:
    """Render the learning paths with how many of their problems are solved."""
    table = plain("path", "solved", "why")
    table.columns[-1].no_wrap = False
    for name, path, solved in rows:
        table.add_row(name, f"{solved}/{len(path.problems)}", f"{path.title}: {path.why}")
    return table


def relations(lines: Sequence[tuple[str, str]]) -> RenderableType:
    """Render what a problem has to do with others, a line each; what is longer goes on below."""
    table = Table.grid(padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    for name, words in lines:
        table.add_row(f"  {name:<6}", words)
    return table


def plain(*columns: str) -> Table:
    """Return a table of plain lines with these heads."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, no_wrap=column not in ("title", "mistake"), overflow="fold")
    return table


def solution(exercise: Exercise, *, pretty: bool) -> RenderableType:
    """Render the reference, the alternatives, the mistakes explained, and the follow-ups."""
    shown = [(f"# {exercise.problem.title}: the reference", exercise.reference)]
    shown += [(f"## Another way: {other.name}", other) for other in exercise.alternatives]
    codes = [part for words, other in shown for part in _code(words, other, pretty=pretty)]
    parts = ["## Mistakes that people make"]
    parts += [f"- **{m.name}**: {' '.join(m.says.split())}" for m in exercise.mistakes]
    parts.append("## What the interviewer asks next")
    for follow_up in exercise.problem.follow_ups:
        parts += [f"**{follow_up.question}**", follow_up.answer]
    parts.append("## To read")
    parts += [f"- {link.title}: {link.url}" for link in exercise.problem.references]
    return Group(*codes, markdown("\n\n".join(parts), pretty=pretty))


def _code(heading: str, submission: Submission, *, pretty: bool) -> list[RenderableType]:
    """Render source under a heading; its lines are left to the terminal to break."""
    source = submission.source.strip()
    if not pretty:
        return [Text(f"{heading}\n\n```python\n{source}\n```\n")]
    from rich.syntax import Syntax

    code = Syntax("", "python", theme="ansi_light").highlight(source)
    return [markdown(heading, pretty=pretty), Text(""), _to_copy(code), Text("")]


# ---- the record ---------------------------------------------------------------------------


def history(checks: Sequence[Check]) -> RenderableType:
    """Render past checks, one a line, the latest last."""
    table = plain("no", "when", "problem", "verdict", "time", "mistake")
    for check in checks:
        _, words, style = WORDS[check.verdict]
        table.add_row(
            str(check.id),
            check.at.astimezone().strftime("%Y-%m-%d %H:%M"),
            check.problem,
            Text(words + ("" if check.whole else " (partial)"), style),
            f"{check.ratio:.2f}x" if check.ratio is not None else "-",
            (check.mistake or "").replace("_", " "),
        )
    return table


def difference(lines: Sequence[str]) -> RenderableType:
    """Render a unified diff."""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    heads = ("+++", "---")
    shown = [
        Text(line, "bold" if line.startswith(heads) else styles.get(line[:1], "")) for line in lines
    ]
    return Group(*map(_to_copy, shown))


# ---- for authors --------------------------------------------------------------------------


def verification(result: Verification, *, verbose: bool = False) -> RenderableType:
    """Render what came of verifying one problem; the matrix where `verbose`."""
    counts = ", ".join(f"{count} {what}" for what, count in result.submissions.items())
    good = not result.findings
    head = Text.assemble(
        ("✓ " if good else "✗ ", "bold green" if good else "bold red"),
        (result.problem, "bold"),
        (f"  {counts}", "dim"),
    )
    parts: list[RenderableType] = [head]
    for finding in result.findings:
        parts.append(Text(f"  {finding.check}: {finding.subject}", "red"))
        parts.append(_indented(Text(finding.message), 4))
    if verbose:
        parts.append(_matrix(result))
    return Group(*parts)


def verifications(results: Sequence[Verification], whole: Sequence[Finding]) -> RenderableType:
    """Render a table of verified problems, and in a few lines what came of all of them."""
    numbers = ("cases", "right", "wrong", "mutants", "killed", "equal", "seconds")
    table = plain("", "problem")
    for column in numbers:
        table.add_column(column, justify="right", no_wrap=True)
    for result in results:
        mark = "✗" if result.findings else "=" if result.unchanged else "✓"
        table.add_row(Text(mark, "red" if result.findings else "green"), *_figures(result))
    parts: list[RenderableType] = [table, ""]
    parts += [Text(f"{finding.subject}: {finding.message}", "red") for finding in whole]
    return Group(*parts, *_mutants(results), _verified(results, len(whole)))


def _figures(result: Verification) -> list[str]:
    counts, mutation = result.submissions, result.mutation
    shown = [str(counts.get(key, "-")) for key in ("cases", "alternatives", "mistakes")]
    tried = (mutation.mutants, mutation.killed, mutation.equivalent) if mutation else ("-",) * 3
    return [result.problem, *shown, *map(str, tried), f"{result.seconds:.1f}"]


def _mutants(results: Sequence[Verification]) -> list[str]:
    from grader.whole_bank import together

    if (found := together(results)) is None:
        return []
    loud = found.killed - found.silent
    return [
        f"{found.mutants} mutants, {found.killed} killed ({found.rate_of_all:.1%}), "
        f"{found.equivalent} equivalent",
        f"{found.mutants - loud} run and raise nothing, {found.silent} of these killed "
        f"({found.silent_rate:.1%})",
    ]


def _verified(results: Sequence[Verification], more: int) -> str:
    unchanged = sum(result.unchanged for result in results)
    findings = sum(len(result.findings) for result in results) + more
    word = "finding" if findings == 1 else "findings"
    skipped = f", {unchanged} (=) unchanged since" if unchanged else ""
    return f"{len(results) - unchanged} problems verified{skipped}, {findings} {word}"


def _matrix(result: Verification) -> RenderableType:
    lines = [Text(f"  {i:>3} {name}", "dim") for i, name in enumerate(result.cases, 1)]
    width = max((len(name) for name in result.matrix), default=0)
    for name, row in result.matrix.items():
        marks = "".join(MARKS[verdict] for verdict in row)
        lines.append(Text(f"  {name:<{width}}  {marks}"))
    return Group(*lines)


def grades(rows: Sequence[Row]) -> RenderableType:
    """Render many reports as a table."""
    table = plain("attempt", "problem", "verdict", "cases", "mistake")
    for row in rows:
        _, words, style = WORDS[row.verdict]
        table.add_row(
            shorten(Path(row.attempt.path)),
            row.problem,
            Text(words, style),
            f"{row.passed}/{row.cases}",
            row.mistake,
        )
    return table
