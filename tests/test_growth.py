"""Growth: the exponent of a cost, fitted to exact counts, and how it is judged and worded."""

from __future__ import annotations

import math

import pytest
import torch

from grader import wire
from grader.model import Verdict
from grader.trial import Settings, Trial
from grader.worker.growth import exponent, grow
from grader.worker.judge import Comparer, alike, compare
from grader.worker.observe import Observer

SIZES = (256, 512, 1024)


def flat(size):
    x = torch.ones(10)
    return lambda: x + size


def straight(size):
    x = torch.ones(size, 8)
    return lambda: (x * x).sum(-1)


def square(size):
    x = torch.ones(size, 8)
    return lambda: x @ x.T


def cube(size):
    x = torch.ones(size // 8, size // 8)
    return lambda: x @ x


def halved(size):
    """Go over all of x once for every halving: T log T."""
    x = torch.ones(size)

    def call():
        y = x
        for _ in range(int(math.log2(size))):
            y = y + x
        return y

    return call


def nothing(size):
    return lambda: None


@pytest.mark.parametrize(
    ("make", "flops", "peak"),
    [
        (flat, 0.0, 0.0),
        (straight, 1.0, 1.0),
        (square, 2.0, 2.0),
        (cube, 3.0, 2.0),
        (nothing, 0.0, 0.0),
    ],
)
def test_known_growths(make, flops, peak):
    """The exponents are those of the textbook."""
    grown = grow(make, SIZES)
    assert grown.flops == pytest.approx(flops, abs=0.01)
    assert grown.peak_bytes == pytest.approx(peak, abs=0.01)


def test_t_log_t_lies_between():
    """T log T grows a little faster than T; its peak as T, and what it allocates as its work."""
    grown = grow(halved, SIZES)
    assert 1.1 < grown.flops < 1.25
    assert grown.peak_bytes == 1.0
    assert grown.allocated_bytes == grown.flops


def test_a_growth_is_the_same_each_time():
    """Nothing in it is a clock: again is exactly again."""
    assert len({(g.flops, g.peak_bytes) for g in (grow(square, SIZES) for _ in range(3))}) == 1


def test_the_inputs_are_not_counted():
    """What `make` builds is free: an input of T x T and a sum of it peaks at one number."""

    def make(size):
        x = torch.ones(size, size)
        return lambda: x.sum()

    assert [cost.peak_bytes for cost in grow(make, SIZES).costs] == [4, 4, 4]


def test_a_cost_of_zero_counts_as_one():
    """Nothing has no logarithm: from nothing to one there is no growth, to more there is."""
    assert exponent((1, 2, 4), (0, 1, 1)) == 0
    assert exponent((1, 2, 4), (0, 2, 4)) == 1


def test_one_size_has_no_growth():
    """An exponent wants two different sizes."""
    with pytest.raises(ValueError, match="two sizes"):
        exponent((8, 8), (1, 2))


# ---- as an observation --------------------------------------------------------------------


def observed(value, at_most=1.2):
    observer = Observer()
    observer.grows(value, "how the peak grows", at_most=at_most)
    return wire.Sample("c", wire.encode_observations(observer.taken))


@pytest.mark.parametrize(
    ("reference", "got", "accepted"),
    [(0.77, 1.2, True), (0.77, 1.21, False), (1.0, 0.0, True), (1.0, -0.5, False)],
)
def test_the_bound_is_the_references_own(reference, got, accepted):
    """An exponent may be so much whatever the reference's is; the attempt's bound is ignored."""
    sides = observed(reference), observed(got, at_most=9.0)
    assert (compare(*sides, Comparer({}, 1.0)).verdict is Verdict.ACCEPTED) is accepted


def test_a_growth_is_worded_as_a_power():
    """The person reads powers of T, the reference's own among them."""
    message = compare(observed(1.0), observed(1.97), Comparer({}, 1.0)).message
    assert "how the peak grows" in message
    assert "at most T^1.20 is wanted (the reference: T^1.00)" in message
    assert "got T^1.97" in message


def test_two_growths_near_each_other_are_alike():
    """For the diagnosis a tenth more or less is the same, also of none."""
    assert alike(observed(0.0), observed(0.05), Comparer({}, 1.0))
    assert not alike(observed(1.0), observed(2.0), Comparer({}, 1.0))


# ---- as a fixture -------------------------------------------------------------------------

RULE = '''
def test_growth(solution, observe, randn, growth):
    """It grows as its rows."""

    def make(rows):
        x = randn(rows, 8)
        return lambda: solution.row_softmax(x)

    observe.grows(growth(make, (8, 32)).peak_bytes, "how the peak grows", at_most=1.1)
'''


def ran(pool, toy, folder, source):
    """Return what one solution observed under the rule."""
    (folder / "hidden_tests.py").write_text(RULE)
    path = "/somewhere/attempt.py"
    trial = Trial(pool, Settings(toy.problem, folder, 1, "cpu"), path)
    try:
        trial.swap(path, source)
        assert trial.failure is None
        return trial.run(["test_growth"])[0].sample
    finally:
        trial.close()


SQUARE = """
def row_softmax(x):
    kept = x @ x.T
    e = (x - x.amax(-1, keepdim=True)).exp()
    return e / e.sum(-1, keepdim=True)
"""
UNSEEN = """
import numpy
import torch

def row_softmax(x):
    e = numpy.exp(x.numpy())
    return torch.from_numpy(e / e.sum(-1, keepdims=True))
"""
IDLE = "def row_softmax(x):\n    return x\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (SQUARE, "how the peak grows"),
        (UNSEEN, "the operations that torch saw at size 8"),
        (IDLE, "the result at size 8"),
    ],
)
def test_the_fixture_looks_at_results_and_work_too(pool, toy, tmp_path, source, words):
    """A solution that does nothing, or works out of sight, does not meet a rule on growth."""
    ours = ran(pool, toy, tmp_path, toy.reference.source)
    result = compare(ours, ran(pool, toy, tmp_path, source), Comparer({}, 1.0))
    assert result.verdict is Verdict.WRONG_ANSWER
    assert words in result.message.partition("\n")[0]
    assert compare(ours, ours, Comparer({}, 1.0)).verdict is Verdict.ACCEPTED
