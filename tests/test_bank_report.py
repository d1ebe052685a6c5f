"""The page of the bank: what was verified, in figures and by the case that catches a mistake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader import verified
from grader.bank import Bank
from grader.bank_report import page
from grader.mutation import Mutation
from grader.verify import Verification
from tests.conftest import TOY, TOY_BANK

PAGE = Path(__file__).parents[1] / "docs" / "bank.md"
COUNTS = {"cases": 7, "alternatives": 2, "mistakes": 3}


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """The toy bank with its problem in two topics."""
    root = tmp_path / "bank"
    shutil.copytree(TOY_BANK, root)
    for part in ("problems", "solutions"):
        shutil.copytree(root / part / TOY, root / part / "art" / "other")
    return Bank(root)


def found(problem: str, mutants: int, killed: int, equivalent: int) -> Verification:
    """Return a clean verification with these figures."""
    mutation = Mutation(mutants=mutants, killed=killed, silent=killed, equivalent=equivalent)
    return Verification(problem, (), (), {}, COUNTS, mutation=mutation, seconds=1.5)


def results() -> list[Verification]:
    """Return what verifying both problems found."""
    return [found(TOY, 40, 39, 1), found("art/other", 10, 10, 0)]


def record(bank: Bank, results: list[Verification]) -> None:
    """Commit these verifications to the bank, as of its files as they are."""
    for result in results:
        exercise = bank.load(result.problem)
        digest = verified.digest(exercise, verified.judging())
        verified.write(exercise, digest, 20, result)


def cells(line: str) -> list[str]:
    """Return what stands in a line of a table."""
    return [cell.strip(" *") for cell in line.strip("|").split(" | ")]


def test_problems_topics_and_the_whole_have_their_figures(bank):
    """A line for each with cases, right, wrong, mutants, killed, rate and settled ones."""
    lines = page(bank, results()).splitlines()
    problem = bank.load(TOY).problem
    level, minutes = problem.difficulty, str(problem.minutes)
    assert "2 problems in 2 topics, 14 cases, 6 known mistakes, each" in lines
    table = [cells(line) for line in lines if line.count("|") == 11]
    few, many = ["10", "10", "100.0%", "0"], ["40", "39", "97.5%", "1"]
    assert table[2:] == [
        ["art", "", minutes, "7", "2", "3", *few],
        ["art/other", level, minutes, "7", "2", "3", *few],
        ["toy", "", minutes, "7", "2", "3", *many],
        ["toy/softmax", level, minutes, "7", "2", "3", *many],
        ["all", "", str(2 * problem.minutes), "14", "4", "6", "50", "49", "98.0%", "1"],
    ]


def test_every_mistake_stands_beside_the_case_that_catches_it(bank):
    """Once, below its own problem."""
    text = page(bank, results())
    _, art, toy = text.split("\n### ")
    assert (art.splitlines()[0], toy.splitlines()[0]) == ("art/other", TOY)
    told = {
        name: case.strip(" |`")
        for case, names in (line.rsplit(" | ", 1) for line in toy.splitlines() if "`" in line)
        for name in names.strip(" |").split(", ")
    }
    assert told == {mistake.name: mistake.fails for mistake in bank.load(TOY).mistakes}


def test_the_page_does_not_depend_on_the_order_of_verifying(bank):
    """Problems end as they end; the page is the same."""
    assert page(bank, results()) == page(bank, results()[::-1])


def test_the_command_writes_what_the_records_hold(drill, bank, tmp_path):
    """Nothing is run where nothing has changed, and twice is the same to the letter."""
    record(bank, results())
    file = tmp_path / "bank.md"
    for _ in range(2):
        ran = drill("verify", "--report", str(file), DRILL_BANK=str(bank.root))
        assert (ran.code, f"written: {file}" in ran.err) == (0, True)
        assert file.read_text() == page(bank, results())


def test_a_page_is_of_the_whole_bank_and_of_a_clean_one(drill, bank, tmp_path):
    """Not of some problems, and not of a bank that excuses too much."""
    own, file = {"DRILL_BANK": str(bank.root)}, tmp_path / "bank.md"
    assert drill("verify", "softmax", "--report", str(file), **own).code == 2
    assert drill("verify", "--no-mutants", "--report", str(file), **own).code == 2
    record(bank, [found(TOY, 40, 30, 10), found("art/other", 10, 10, 0)])
    assert drill("verify", "--report", str(file), **own).code == 1
    assert not file.exists()


def test_the_page_in_the_docs_names_every_problem():
    """With its figures and with its mistakes; `drill verify --report docs/bank.md` writes it."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [cells(line)[0] for line in lines if line.count("|") == 11]
    assert [name for name in rows if "/" in name] == Bank().names()
    heads = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert heads == Bank().names()
