"""Exact cost: equal to a hand calculation."""

from __future__ import annotations

import pytest
import torch

from grader.worker.cost import measure

A, B = torch.ones(3, 4), torch.ones(4, 5)
FLOAT = 4


@pytest.mark.parametrize(
    ("call", "flops", "peak"),
    [
        (lambda a, b: a @ b, 2 * 3 * 4 * 5, 15 * FLOAT),
        (lambda a, b: torch.einsum("ij,jk->ik", a, b), 2 * 3 * 4 * 5, 15 * FLOAT),
        (lambda a, b: torch.bmm(a[None], b[None]), 2 * 3 * 4 * 5, 15 * FLOAT),
        (lambda a, b: a + a, 12, 12 * FLOAT),
        (lambda a, b: (a * a).sum(), 24, 12 * FLOAT + FLOAT),
        (lambda a, b: a.exp().log(), 24, 24 * FLOAT),
        (lambda a, b: a.T, 0, 0),
        (lambda a, b: a[1:].reshape(-1), 0, 0),
        (lambda a, b: torch.empty(10), 0, 10 * FLOAT),
        (lambda a, b: a.mean(-1, keepdim=True), 12, 3 * FLOAT),
        (lambda a, b: torch.where(a > 0, a, a), 24, 12 * FLOAT + 12),
        (lambda a, b: a.clone().add_(1), 24, 12 * FLOAT),
    ],
)
def test_cost_equals_the_hand_calculation(call, flops, peak):
    """Operations and peak bytes are what one would count on paper."""
    cost = measure(call, A, B)
    assert (cost.flops, cost.peak_bytes) == (flops, peak)


def test_freed_tensors_are_given_back():
    """The peak is what lives at once, not what was ever made."""

    def chain():
        x = torch.ones(1000)
        for _ in range(50):
            x = x + 1
        return x

    assert measure(chain).peak_bytes == 2 * 1000 * FLOAT


def test_saved_for_backward_counts_as_live():
    """What autograd holds on to is memory too."""
    x = torch.ones(1000, requires_grad=True)

    def chain():
        y = x
        for _ in range(10):
            y = y.exp()
        return y

    assert measure(chain).peak_bytes == 10 * 1000 * FLOAT


def test_a_storage_that_grows_counts_as_it_grows():
    """A tensor resized in place is memory like any other."""

    def grow(x):
        kept = torch.empty(1)
        kept.resize_(1000)
        return kept

    assert measure(grow, A).peak_bytes == 1000 * FLOAT


def test_a_storage_kept_from_before_counts_when_it_is_used():
    """A buffer that was made outside the call is no way around the count."""
    kept = [torch.ones(1000)]

    class Caller:
        def __call__(self, x):
            return kept[0].add_(1).sum()

    assert measure(Caller(), A).peak_bytes == 1000 * FLOAT + FLOAT


def test_a_benchmarks_own_inputs_are_free():
    """What a thunk has closed over, tensors and modules, was there before."""
    x, layer = torch.ones(10, 4), torch.nn.Linear(4, 5)
    assert measure(lambda: layer(x)).peak_bytes == 50 * FLOAT
