"""The estimate: a ratio, and an interval around it."""

from __future__ import annotations

import math
import random

import pytest

from grader.timing import estimate, quantile, widened


@pytest.mark.parametrize("truth", [0.5, 1.0, 1.3])
def test_a_known_ratio_is_found_in_noise(truth):
    """Occasional slow samples on either side do not move the ratio."""
    draw = random.Random(1)

    def seconds(base):
        return base * (1 + 0.01 * draw.random()) * (5 if draw.random() < 0.2 else 1)

    found = estimate([(seconds(truth), seconds(1.0)) for _ in range(400)])
    assert found.ratio == pytest.approx(truth, rel=0.01)
    assert found.low <= found.ratio <= found.high
    assert found.high - found.low < 0.02 * truth


def test_few_rounds_still_give_an_interval():
    """A slow attempt is told after a handful of rounds."""
    found = estimate([(2.0, 1.0), (2.2, 1.0), (2.1, 1.1)])
    assert found.low <= found.ratio <= found.high


def test_the_runs_own_error_widens_the_interval():
    """What the reference differs from itself by is added on both sides."""
    sharp = estimate([(1.0, 1.0)] * 50)
    wide = widened(sharp, math.log(1.1))
    assert wide.ratio == sharp.ratio
    assert (wide.low, wide.high) == pytest.approx((1 / 1.1, 1.1))


def test_quantile():
    """A low quantile is one of the values."""
    assert quantile([3.0, 1.0, 2.0]) == 1.0
    assert quantile(list(range(100))) == 9
