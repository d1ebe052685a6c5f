"""Time ratios: the arithmetic on made-up samples, and real races of small solutions."""

from __future__ import annotations

import math
import os
import random
import sys
import time
from contextlib import closing

import pytest

from grader.bank import Bank, Submission
from grader.checking import Options, stage_for
from grader.estimate import Segment, estimate, pace, settled, typical
from grader.model import Pace
from grader.processor import idlest, on_processor
from grader.timing import TooSlow, measure

ATTEMPT = "/somewhere/attempt.py"


def segment(attempt, reference=1.0, twin=1.0, *, jitter=0.0, rounds=60, seed=1):
    """Made-up samples around given seconds, with now and then a slow one."""
    draw = random.Random(seed)

    def seconds(base):
        slow = 5 if jitter and draw.random() < 0.15 else 1
        return base * (1 + jitter * draw.random()) * slow

    bases = {"attempt": attempt, "reference": reference, "twin": twin}
    return Segment({n: tuple(seconds(b) for _ in range(rounds)) for n, b in bases.items()})


@pytest.mark.parametrize("truth", [0.5, 1.0, 1.3])
def test_a_known_ratio_is_found_in_noise(truth):
    """Occasional slow samples on any side do not move the ratio."""
    found = estimate([segment(truth, jitter=0.02, rounds=200, seed=n) for n in range(3)], "attempt")
    assert found.ratio == pytest.approx(truth, rel=0.01)
    assert found.low < truth < found.high


def test_what_the_reference_differs_from_itself_by_widens_the_interval():
    """A run in which one code has two speeds does not claim to know the third."""
    sharp = estimate([segment(1.0)], "attempt")
    wide = estimate([segment(1.0, twin=1.1)], "attempt")
    assert wide.noise == pytest.approx(math.log(1.1))
    assert wide.half_width > 3 * sharp.half_width


def test_more_processes_narrow_the_interval():
    """Three sets of processes say more than one."""
    one, three = (estimate([segment(1.0)] * number, "attempt") for number in (1, 3))
    assert three.half_width < one.half_width


@pytest.mark.parametrize(
    ("ratio", "twin", "word"),
    [
        (2.0, 1.0, Pace.SLOWER),
        (0.5, 1.0, Pace.FASTER),
        (1.0, 1.0, Pace.SAME),
        (1.07, 1.06, Pace.CLOSE),
        (1.0, 1.3, Pace.NOISY),
    ],
)
def test_the_word_follows_from_the_interval(ratio, twin, word):
    """Faster and slower exclude 1; the same lies within 5 %; else it is close, or noisy."""
    assert pace(estimate([segment(ratio, twin=twin)] * 3, "attempt")) is word


def test_what_is_settled_needs_no_more_rounds():
    """A plain answer ends the measurement, a vague one does not."""
    assert settled(estimate([segment(2.0)], "attempt"))
    assert settled(estimate([segment(1.0)] * 3, "attempt"))
    assert not settled(estimate([segment(1.0, twin=1.1)] * 3, "attempt"))


def test_the_typical_value_heeds_the_clock():
    """CPU seconds: the middle half; a wall clock that others disturb: the fastest tenth."""
    values = [float(n) for n in range(1, 21)]
    assert typical(values) == pytest.approx(10.5)
    assert typical(values, by_cpu=False) == pytest.approx(1.5)


# ---- real races ---------------------------------------------------------------------------


@pytest.fixture
def race(pool, toy):
    """Time a source against the toy problem's reference."""

    def run(source):
        with closing(stage_for(pool, toy, Options(device="cpu"))) as stage:
            return measure(stage, Submission("attempt", "attempt", ATTEMPT, source), seed=3)

    return run


WRAPPED = """{reference}

import threading, time, torch
_whole, _kept = row_softmax, []


def row_softmax(x):
    {body}
"""


def test_twice_the_work_is_slower(race, toy):
    """A call that does it twice, the second time on warm inputs, is said to be slower."""
    body = "_whole(x); return _whole(x)"
    timing, remark = race(WRAPPED.format(reference=toy.reference.source, body=body))
    assert timing.pace is Pace.SLOWER, remark
    assert 1.2 < timing.ratio < 2.4
    assert timing.builtin_seconds > 0


def test_a_thousandfold_is_told_after_one_call(race, toy):
    """Nobody waits for a slow attempt: one call, and the ratio is there."""
    began = time.monotonic()
    body = "time.sleep(0) or [torch.ones(300, 300) @ torch.ones(300, 300) for _ in range(400)]"
    source = WRAPPED.format(reference=toy.reference.source, body=f"{body}; return _whole(x)")
    timing, _ = race(source)
    assert timing.pace is Pace.SLOWER
    assert timing.ratio > 100
    assert time.monotonic() - began < 6


def test_a_call_that_does_not_end_is_not_waited_for(race, toy):
    """Past five seconds of CPU it is stopped, and the least ratio is told."""
    body = "_kept.append(1)\n    while len(_kept) > 1: pass\n    return _whole(x)"
    timing, _ = race(WRAPPED.format(reference=toy.reference.source, body=body))
    assert timing is not None
    assert timing.pace is Pace.ENDED


def test_a_memo_does_not_win(race, toy):
    """Answers kept from earlier calls do not fit the fresh inputs: no time is shown."""
    body = "_kept.append(1); return _whole(x) if len(_kept) < 3 else torch.zeros_like(x)"
    timing, remark = race(WRAPPED.format(reference=toy.reference.source, body=body))
    assert timing is None
    assert "something else" in remark


def test_a_builtin_that_imports_at_its_first_call_slows_nobody(pool):
    """PyTorch's own op is only for comparison: what it does first is not the attempt's time."""
    exercise = Bank().load("losses/mse")
    with closing(stage_for(pool, exercise, Options(device="cpu"))) as stage:
        timing, remark = measure(stage, exercise.reference, seed=3)
    assert timing is not None, remark
    assert 0.8 < timing.ratio < 1.25
    assert timing.builtin_seconds is not None


@pytest.mark.skipif(sys.platform != "linux", reason="needs the CPU clock of another process")
def test_work_outside_the_clock_is_seen(race, toy):
    """A thread that works while the calls are not timed is no way to be fast."""
    body = """if not _kept:
        _kept.append(threading.Thread(target=_idle, daemon=True))
        _kept[0].start()
    return _whole(x)


def _idle():
    while True:
        sum(range(1000))"""
    timing, remark = race(WRAPPED.format(reference=toy.reference.source, body=body))
    assert timing is None or timing.pace is Pace.SLOWER, remark


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_the_processor_is_free_again():
    """All that is measured shares one processor, for as long as it is measured."""
    before, chosen = os.sched_getaffinity(0), idlest()()
    assert chosen in before
    with on_processor(chosen, [os.getpid()]):
        assert os.sched_getaffinity(0) == {chosen}
    assert os.sched_getaffinity(0) == before


def test_too_slow_carries_its_ratio():
    """What is told of a slow call is how many times the reference it takes, at least."""
    assert TooSlow("attempt", 5.0, 0.01, ended=True).timing.ratio == pytest.approx(500)
