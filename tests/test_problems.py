"""The bank itself: every problem verifies."""

from __future__ import annotations

import pytest

from grader.bank import Bank
from grader.verify import verify

BANK = Bank()


@pytest.mark.parametrize("name", BANK.names())
def test_problem_verifies(pool, name):
    """Reference and alternatives pass, every mistake is rejected and named, junk fails."""
    result = verify(pool, BANK.load(name), seeds=5)
    assert [f"{f.check}: {f.subject}: {f.message}" for f in result.findings] == []


@pytest.mark.parametrize("name", BANK.names())
def test_statement_is_complete(name):
    """Title, hints, follow-ups and links are there, and no hint gives the code away."""
    problem = BANK.load(name).problem
    assert ">>>" in problem.statement
    assert len(problem.hints) >= 3
    assert len(problem.follow_ups) >= 2
    assert all("def " not in hint for hint in problem.hints)
    assert all(link.url.startswith(("https://", "http://")) for link in problem.references)
