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
        (lambda: A @ B, 2 * 3 * 4 * 5, 15 * FLOAT),
        (lambda: torch.einsum("ij,jk->ik", A, B), 2 * 3 * 4 * 5, 15 * FLOAT),
        (lambda: torch.bmm(A[None], B[None]), 2 * 3 * 4 * 5, 15 * FLOAT),
        (lambda: A + A, 12, 12 * FLOAT),
        (lambda: (A * A).sum(), 24, 12 * FLOAT + FLOAT),
        (lambda: A.exp().log(), 24, 24 * FLOAT),
        (lambda: A.T, 0, 0),
        (lambda: A[1:].reshape(-1), 0, 0),
        (lambda: torch.empty(10), 0, 10 * FLOAT),
        (lambda: A.mean(-1, keepdim=True), 12, 3 * FLOAT),
        (lambda: torch.where(A > 0, A, A), 24, 12 * FLOAT + 12),
        (lambda: A.clone().add_(1), 24, 12 * FLOAT),
    ],
)
def test_cost_equals_the_hand_calculation(call, flops, peak):
    """Operations and peak bytes are what one would count on paper."""
    cost = measure(call)
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
