"""The shape of a matrix product: matrices at the end, batches that broadcast before them.

Shapes: a (..., n, k), b (..., k, m), result (..., n, m). Works on sizes alone. The limits: no
product is computed.
"""

from collections.abc import Sequence


def matmul_shapes(a: Sequence[int], b: Sequence[int]) -> list[int]:
    """Say which shape the matrix product of tensors of shapes a and b has (torch.matmul).

    Args:
        a: (k,) or (..., n, k)
        b: (k,) or (..., k, m)

    Returns:
        the sizes of the product

    Raises:
        ValueError: there is no such product
    """
    if not a or not b:
        raise ValueError("a single number is no operand of a matrix product")

    # 1. Cut off the matrices. A vector is all inner dimension: it brings no row, or no column,
    #    so that there is nothing to take out of the result later.
    *batch_a, rows, inner_a = a if len(a) > 1 else (None, *a)
    *batch_b, inner_b, columns = b if len(b) > 1 else (*b, None)

    # 2. The inner sizes are summed over in step: equal, and a 1 does not stretch.
    if inner_a != inner_b:
        raise ValueError(f"inner sizes {inner_a} and {inner_b} differ")

    # 3. The batches broadcast as in any elementwise operation, from the right.
    matrix = [size for size in (rows, columns) if size is not None]
    return _broadcast(batch_a, batch_b) + matrix


def _broadcast(one: list[int], other: list[int]) -> list[int]:
    """Join two lists of batch sizes, aligned at their ends."""
    short, long = sorted((one, other), key=len)
    lead = len(long) - len(short)
    joined = long[:lead]
    for x, y in zip(long[lead:], short, strict=True):
        if x != y and 1 not in (x, y):
            raise ValueError(f"batch sizes {x} and {y} do not broadcast")
        # Whichever is not 1; 0 against 1 is 0, so this is no maximum.
        joined.append(y if x == 1 else x)
    return joined
