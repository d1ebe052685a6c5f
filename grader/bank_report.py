"""What a verification of the whole bank found, as a Markdown page: `docs/bank.md`.

Figures come from the verification or its committed records; runs nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from grader.bank import Bank, Exercise
from grader.mutation import Mutation
from grader.verify import Verification

HEADS = ("problem", "level", "min", "cases", "right", "wrong", "mutants", "killed", "rate", "equal")
NUMBERS = ("min", "cases", "right", "wrong", "mutants", "killed", "rate", "equal")


def page(bank: Bank, results: Sequence[Verification]) -> str:
    """Return the page; every result is of a problem verified with its mutants."""
    rows = [(bank.load(result.problem), result) for result in results]
    rows.sort(key=lambda row: row[0].name)
    parts = [*_head(rows), *_table(rows), "## Which case catches which mistake", ""]
    for exercise, _ in rows:
        parts += _matrix(exercise)
    return "\n".join(parts).rstrip() + "\n"


def _head(rows: Sequence[tuple[Exercise, Verification]]) -> list[str]:
    total = sum((_mutation(result) for _, result in rows), Mutation(0, 0, 0, 0))
    wrong = sum(result.submissions["mistakes"] for _, result in rows)
    cases = sum(result.submissions["cases"] for _, result in rows)
    topics = len({exercise.topic for exercise, _ in rows})
    return [
        "# The bank",
        "",
        "Written by `drill verify --report docs/bank.md`; do not edit.",
        "",
        f"{len(rows)} problems in {topics} topics, {cases} cases, {wrong} known mistakes, each",
        "told apart from every other one of its problem.",
        "",
        f"{total.mutants} single edits of the references (mutants): {total.killed} are killed by",
        f"the hidden tests ({total.rate_of_all:.1%}), {total.equivalent} are settled as right too,",
        "with the reason in the problem's `equivalent.yaml`. *Right* counts the alternatives,",
        "*equal* the mutants settled so, and *rate* is of those that are not.",
        "",
    ]


def _table(rows: Iterable[tuple[Exercise, Verification]]) -> list[str]:
    lines = [_row(HEADS), _row("---:" if head in NUMBERS else "---" for head in HEADS)]
    for topic, members in groupby(rows, key=lambda row: row[0].topic):
        lines.append(_row((f"**{topic}**", *("" for _ in HEADS[1:]))))
        lines += [_row(_figures(*member)) for member in members]
    return [*lines, ""]


def _figures(exercise: Exercise, result: Verification) -> list[str]:
    mutation, counts = _mutation(result), result.submissions
    counted = mutation.mutants - mutation.equivalent
    return [
        exercise.name,
        exercise.problem.difficulty,
        str(exercise.problem.minutes),
        *(str(counts[key]) for key in ("cases", "alternatives", "mistakes")),
        str(mutation.mutants),
        str(mutation.killed),
        f"{mutation.killed / counted:.0%}" if counted else "-",
        str(mutation.equivalent),
    ]


def _matrix(exercise: Exercise) -> list[str]:
    """Return a problem's mistakes by the case that catches them."""
    mistakes = sorted(exercise.mistakes, key=lambda mistake: (mistake.fails, mistake.name))
    lines = [f"### {exercise.name}", "", _row(("case", "mistakes")), _row(("---", "---"))]
    for case, caught in groupby(mistakes, key=lambda mistake: mistake.fails):
        lines.append(_row((f"`{case}`", ", ".join(mistake.name for mistake in caught))))
    return [*lines, ""]


def _mutation(result: Verification) -> Mutation:
    assert result.mutation is not None
    return result.mutation


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
