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
    total = sum((_mutation(result) for _, result in rows), Mutation())
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
        "*equal* the mutants settled so, and *rate* is the share killed of all, these among them.",
        "",
    ]


def _table(rows: Sequence[tuple[Exercise, Verification]]) -> list[str]:
    lines = [_row(HEADS), _row("---:" if head in NUMBERS else "---" for head in HEADS)]
    for topic, members in groupby(rows, key=lambda row: row[0].topic):
        of_topic = list(members)
        lines.append(_row(_bold(topic, of_topic)))
        lines += [
            _row((exercise.name, exercise.problem.difficulty, *_figures([(exercise, result)])))
            for exercise, result in of_topic
        ]
    return [*lines, _row(_bold("all", rows)), ""]


def _bold(name: str, rows: Sequence[tuple[Exercise, Verification]]) -> list[str]:
    return [f"**{name}**", "", *(f"**{figure}**" for figure in _figures(rows))]


def _figures(rows: Sequence[tuple[Exercise, Verification]]) -> list[str]:
    """Return the sums over some problems, as they stand below NUMBERS."""
    mutation = sum((_mutation(result) for _, result in rows), Mutation())
    counts = ("cases", "alternatives", "mistakes")
    return [
        str(sum(exercise.problem.minutes for exercise, _ in rows)),
        *(str(sum(result.submissions[count] for _, result in rows)) for count in counts),
        str(mutation.mutants),
        str(mutation.killed),
        f"{mutation.rate_of_all:.1%}",
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
