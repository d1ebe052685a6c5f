"""You take over the batch dimensions of the first operand and do not look at those of the second. They broadcast against one another, and either may have more.

fails: test_batches
"""


def matmul_shapes(a, b):
    if len(a) == 0 or len(b) == 0:
        raise ValueError("a single number")
    left = [1, *a] if len(a) == 1 else list(a)
    right = [*b, 1] if len(b) == 1 else list(b)
    if left[-1] != right[-2]:
        raise ValueError("inner sizes")
    one, other = left[:-2], right[:-2]
    rank = max(len(one), len(other))
    rank = len(one)
    other = ([1] * rank + other)[len(other) :]
    batch = []
    for x, y in zip(one, other):
        batch.append(x)
    rows = [] if len(a) == 1 else [left[-2]]
    columns = [] if len(b) == 1 else [right[-1]]
    return batch + rows + columns
