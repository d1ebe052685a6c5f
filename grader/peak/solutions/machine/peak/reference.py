"""A matrix product: 2 n³ operations on 3 n² numbers, which is all arithmetic."""

N = 512


def work(randn):
    """Return the product of two square matrices, to be timed."""
    a, b = randn(N, N), randn(N, N)
    return lambda: a @ b
