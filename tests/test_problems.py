"""The bank itself: every problem verifies."""

from __future__ import annotations

import pytest

from grader.bank import Bank
from grader.verify import Plan
from grader.whole_bank import Trust, of_the_bank, verify_all

BANK = Bank()


@pytest.mark.timeout(1500)
def test_every_problem_verifies():
    """Right answers pass on 5 seeds, wrong ones fail, and so do mutants of what has changed."""
    plan = Plan(seeds=5, mistake_seeds=1)
    results = list(verify_all(BANK, BANK.names(), plan, trust=Trust.MUTANTS, jobs=2))
    found = [(result.problem, one) for result in results for one in result.findings]
    assert [f"{name}: {f.check}: {f.subject}: {f.message}" for name, f in found] == []
    assert of_the_bank(results) == []
    assert {result.problem for result in results} == set(BANK.names())


@pytest.mark.parametrize("name", BANK.names())
def test_statement_is_complete(name):
    """Title, hints, follow-ups and links are there, and no hint gives the code away."""
    problem = BANK.load(name).problem
    assert ">>>" in problem.statement
    assert len(problem.hints) >= 3
    assert len(problem.follow_ups) >= 2
    assert all("def " not in hint for hint in problem.hints)
    assert all(link.url.startswith(("https://", "http://")) for link in problem.references)
