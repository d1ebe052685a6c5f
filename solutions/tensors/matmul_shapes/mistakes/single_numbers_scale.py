"""You let a single number multiply a tensor. That is what `*` does; `@` refuses it, as there is nothing to sum over.

fails: test_single_numbers
"""


def matmul_shapes(a, b):
    if len(a) == 0 or len(b) == 0:
        return list(a) + list(b)
    left = [1, *a] if len(a) == 1 else list(a)
    right = [*b, 1] if len(b) == 1 else list(b)
    if left[-1] != right[-2]:
        raise ValueError("inner sizes")
    one, other = left[:-2], right[:-2]
    rank = max(len(one), len(other))
    one = [1] * (rank - len(one)) + one
    other = [1] * (rank - len(other)) + other
    batch = []
    for x, y in zip(one, other):
        if x != y and x != 1 and y != 1:
            raise ValueError("batch sizes")
        batch.append(y if x == 1 else x)
    rows = [] if len(a) == 1 else [left[-2]]
    columns = [] if len(b) == 1 else [right[-1]]
    return batch + rows + columns
