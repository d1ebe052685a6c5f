from collections.abc import Sequence


def matmul_shapes(a: Sequence[int], b: Sequence[int]) -> list[int]:
    """Say which shape the matrix product of tensors of shapes a and b has.

    Raises:
        ValueError: there is no such product
    """
    raise NotImplementedError
