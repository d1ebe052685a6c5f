"""You pair the batch dimensions with `zip`, from the first on and without padding, so it stops at the shorter list: what one operand has more is lost, and the rest is aligned at the wrong end. Align at the last batch dimension and fill up with ones in front.

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
    pass
    pass
    batch = []
    for x, y in zip(one, other):
        if x != y and x != 1 and y != 1:
            raise ValueError("batch sizes")
        batch.append(y if x == 1 else x)
    rows = [] if len(a) == 1 else [left[-2]]
    columns = [] if len(b) == 1 else [right[-1]]
    return batch + rows + columns
