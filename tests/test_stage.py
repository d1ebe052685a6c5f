"""A stage that is kept: judge and reference serve many checks, an attempt's process one."""

from __future__ import annotations

from contextlib import closing

import pytest

from grader.checking import Options, check_on, stage_for
from grader.model import Attempt, Report, Rung, Verdict
from grader.source import Source

OPTIONS = Options(timing=False, seed=7)
PATH = "/nowhere/attempt.py"
LEAVES_A_TRACE = "\nimport torch\ntorch.left_behind = getattr(torch, 'left_behind', 0) + 1\n"
SEES_A_TRACE = LEAVES_A_TRACE + "assert torch.left_behind == 1, 'somebody was here'\n"


@pytest.fixture
def stage(pool, toy):
    """A stage of the toy problem."""
    with closing(stage_for(pool, toy, OPTIONS)) as made:
        yield made


def told(report: Report) -> tuple[object, ...]:
    """What a person is told."""
    cases = [(case.name, case.verdict, case.message) for case in report.cases]
    return report.verdict, cases, report.diagnosis


def test_a_kept_stage_says_what_a_fresh_one_says(stage, grade, right, mistake):
    """Right, wrong, right and wrong again: the same report as from a stage of its own."""
    for _ in range(2):
        for source in (right, mistake("builds_matrix")):
            kept = check_on(stage, Source(Attempt(PATH, ""), source), OPTIONS)
            assert told(kept) == told(grade(source, timing=False, seed=7))


@pytest.mark.parametrize("prepared", [True, False])
def test_an_attempt_never_sees_the_process_of_another(stage, right, prepared):
    """What one attempt leaves in torch is not there for the next."""
    for _ in range(3):
        if prepared:
            stage.prepare(PATH)
        report = check_on(stage, Source(Attempt(PATH, ""), right + SEES_A_TRACE), OPTIONS)
        assert report.verdict is Verdict.ACCEPTED, report.message


def test_what_was_prepared_is_used_and_left_over_processes_end(stage, right):
    """The process opened ahead is the next attempt's, and one for another path is given up."""
    stage.prepare("/elsewhere/attempt.py")
    stage.prepare("/elsewhere/attempt.py")
    opened = stage.attempt("/elsewhere/attempt.py")
    assert opened.path == "/elsewhere/attempt.py"
    stage.spend(opened)
    stage.prepare("/elsewhere/attempt.py")
    other = stage.attempt(PATH)
    assert other.path == PATH
    stage.spend(other)
    report = check_on(stage, Source(Attempt(PATH, ""), right), OPTIONS)
    assert report.verdict is Verdict.ACCEPTED


def test_what_ours_does_on_a_seed_is_run_once(pool, toy):
    """The same seed and case again come from memory, another seed is run anew."""
    ours, other = toy.reference, toy.alternatives[0]
    with closing(stage_for(pool, toy, OPTIONS)) as stage:
        memory = stage.reference
        memory.put(ours.path, ours.source, seed=1)
        memory.load()
        names = [case.name for case in memory.cases if case.rung is Rung.VALUES][:3]
        first = memory.run(names)
        memory.put(other.path, other.source, seed=1)
        memory.run(names)
        memory.put(ours.path, ours.source, seed=1)
        again = memory.run([*names[1:], *names[:1]])
        memory.put(ours.path, ours.source, seed=2)
        anew = memory.run(names)
    assert all(one is same for one, same in zip([*first[1:], first[0]], again, strict=True))
    assert not any(one is other for one, other in zip(first, anew, strict=True))
    assert [end.observations for end in anew] != [end.observations for end in first]
