"""You pad the caller's own list. After the call the vector has become a matrix in his hands. Build a new list.

fails: test_arguments_stay
"""


def matmul_shapes(a, b):
    if len(a) == 0 or len(b) == 0:
        raise ValueError("a single number")
    was_a, was_b = len(a), len(b)
    a = a if isinstance(a, list) else list(a)
    b = b if isinstance(b, list) else list(b)
    if was_a == 1:
        a.insert(0, 1)
    if was_b == 1:
        b.append(1)
    left, right = list(a), list(b)
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
    rows = [] if was_a == 1 else [left[-2]]
    columns = [] if was_b == 1 else [right[-1]]
    return batch + rows + columns
