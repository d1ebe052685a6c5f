"""A copy: reads n numbers and writes n, and computes nothing."""

import torch

N = 8 * 2**20  # more than a processor's own cache


def work(randn):
    """Return the copy of a vector into memory that is there already, to be timed."""
    source = randn(1).repeat(N)  # to draw them all would take longer than to copy them
    target = torch.ones_like(source)
    return lambda: target.copy_(source)
