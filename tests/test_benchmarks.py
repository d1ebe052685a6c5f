"""Benchmarks: their axis is known, and they are counted at every size of it."""

from __future__ import annotations

import pytest

from grader import wire
from grader.bank import Bank
from grader.pool import Budget
from grader.trial import Settings, Trial

BANK = Bank()
# What benchmarks may use though its count is a guess.
GUESSES = {"bincount", "sort", "topk"}
BUDGET = Budget(30, 4 * 2**30)


def counted(pool, exercise, *sizes):
    """Count the reference's first benchmark at these sizes."""
    settings = Settings(exercise.problem, exercise.folder, 1, "cpu", bench=True)
    ours = exercise.reference
    trial = Trial(pool, settings, ours.path)
    try:
        trial.swap(ours.path, ours.source)
        assert trial.failure is None
        trial.run([trial.cases[0].name])
        return trial.cases[0], [count(trial.worker, size) for size in sizes]
    finally:
        trial.close()


def count(worker, size):
    worker.send(wire.CountThunk(size))
    return worker.receive(wire.Counted, BUDGET)


@pytest.mark.parametrize("name", BANK.names())
def test_every_benchmark_of_tensors_has_an_axis(pool, name):
    """It names the axis and its sizes, and costs more at the largest than at the smallest.

    Where torch sees nothing of the work, as in text or shapes, there is none.
    """
    exercise = BANK.load(name)
    case, (declared,) = counted(pool, exercise, None)
    assert (case.axis == "") == (declared.flops == 0)
    if case.axis:
        assert len(case.sizes) >= 3
        _, (small, large) = counted(pool, exercise, case.sizes[0], case.sizes[-1])
        assert small.flops < large.flops
        assert small.allocated_bytes < large.allocated_bytes
        assert set(declared.unknown) <= GUESSES


def test_a_size_is_counted_the_same_each_time(pool, toy):
    """A size costs the same again after others, and the declared one is the default."""
    case, (declared, small, same, again) = counted(pool, toy, None, 32, 64, 32)
    assert (case.axis, case.sizes) == ("rows", (32, 64, 128))
    assert declared == same
    assert small == again
    assert 2 * small.flops == declared.flops


MARKS = {
    "sizes(rows=(1, 2))\ndef bench_x(solution): ...": "one parameter that has a default",
    "sizes((1, 2))\ndef bench_x(solution, rows=1): ...": "one parameter that has a default",
    "sizes(rows=(1, 1))\ndef bench_x(solution, rows=1): ...": "two sizes or more",
    "sizes(rows=(0, 1))\ndef bench_x(solution, rows=1): ...": "two sizes or more",
}


@pytest.mark.parametrize(("mark", "words"), MARKS.items())
def test_a_wrong_axis_is_said(pool, toy, tmp_path, mark, words):
    """An axis that cannot be used is a fault of the hidden tests, and says which."""
    (tmp_path / "hidden_tests.py").write_text(f"import pytest\n\n@pytest.mark.{mark}\n")
    settings = Settings(toy.problem, tmp_path, 1, "cpu", bench=True)
    trial = Trial(pool, settings, toy.reference.path)
    trial.swap(toy.reference.path, toy.reference.source)
    trial.close()
    assert trial.failure is not None
    assert "hidden tests are broken" in trial.failure.message
    assert words in trial.failure.traceback
