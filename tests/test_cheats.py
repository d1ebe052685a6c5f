"""The corpus of cheats: large, complete, and each caught; and every honest twin accepted."""

from __future__ import annotations

import os

import pytest

from grader.model import Verdict
from tests.cheats.corpus import ROWS, Family, Fixture, Kind, load
from tests.cheats.run import run

CORPUS = load()
FAST = frozenset(
    {
        "patches_judge_module",
        "forged_finished_to_every_descriptor",
        "exits_with_zero_at_import",
        "gc_scan_for_expected_values",
        "encode_returns_the_bytes",
        "adam_steps_by_the_sign",
        "returns_one_buffer_again_and_again",
        "builds_the_matrix",
        "ready_made_multi_head",
        "falls_back_silently",
        "memorised_examples",
        "returns_a_tensor_subclass",
        "buffer_for_the_mask",
        "imports_without_use",
    }
)
WHOLE = bool(os.environ.get("DRILL_ALL"))


def of(kind: Kind) -> list[Fixture]:
    """Return the corpus's fixtures of one kind."""
    return [fixture for fixture in CORPUS if fixture.kind is kind]


def failures(fixtures: list[Fixture]) -> list[str]:
    """Grade fixtures and tell those that did not get their verdict."""
    return [str(outcome) for outcome in run(fixtures) if not (outcome.right or outcome.skipped)]


def test_the_corpus_is_large():
    """There are at least 80 cheats and 40 twins, over at least six problems."""
    assert len(of(Kind.CHEAT)) >= 80
    assert len(of(Kind.TWIN)) >= 40
    assert len({fixture.problem for fixture in CORPUS}) >= 6


def test_names_are_unique_and_never_a_tests():
    """A name stands for one fixture, and pytest takes none of them for a test."""
    names = [fixture.name for fixture in CORPUS]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith("test_") or name.endswith("_test")]


@pytest.mark.parametrize("family", Family)
def test_every_family_has_both_kinds(family):
    """Every family has cheats and twins, and its cheats stand for every row of its section."""
    assert [fixture for fixture in of(Kind.TWIN) if fixture.family is family]
    covered = {row for fixture in of(Kind.CHEAT) for row in fixture.rows}
    assert set(ROWS[family]) <= covered


def test_every_cheat_is_to_be_caught():
    """A cheat's verdicts are verdicts, and none is a pass or the grader's own failure."""
    caught = set(Verdict) - {Verdict.ACCEPTED, Verdict.JUDGE_ERROR, Verdict.NOT_RUN}
    assert {verdict for fixture in of(Kind.CHEAT) for verdict in fixture.verdicts} <= caught


@pytest.mark.skipif(WHOLE, reason="all are graded below")
def test_a_few_get_their_verdicts():
    """A few cheats of every family are caught, and a few twins accepted."""
    chosen = [fixture for fixture in CORPUS if fixture.name in FAST]
    assert len(chosen) == len(FAST)
    assert failures(chosen) == []


@pytest.mark.skipif(not WHOLE, reason="the whole corpus takes minutes; set DRILL_ALL to run it")
@pytest.mark.timeout(1800)
def test_all_get_their_verdicts():
    """Every cheat is caught for the right reason, and every twin accepted."""
    assert failures(list(CORPUS)) == []
