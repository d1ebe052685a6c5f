"""You check with `assert`. It raises AssertionError, which the caller does not expect, and Python run with -O leaves it out altogether. Raise ValueError.

fails: test_inner_sizes_differ
"""


def matmul_shapes(a, b):
    if len(a) == 0 or len(b) == 0:
        raise ValueError("a single number")
    left = [1, *a] if len(a) == 1 else list(a)
    right = [*b, 1] if len(b) == 1 else list(b)
    if left[-1] != right[-2]:
        raise AssertionError("inner sizes")
    one, other = left[:-2], right[:-2]
    rank = max(len(one), len(other))
    one = [1] * (rank - len(one)) + one
    other = [1] * (rank - len(other)) + other
    batch = []
    for x, y in zip(one, other):
        if x != y and x != 1 and y != 1:
            raise AssertionError("batch sizes")
        batch.append(y if x == 1 else x)
    rows = [] if len(a) == 1 else [left[-2]]
    columns = [] if len(b) == 1 else [right[-1]]
    return batch + rows + columns
