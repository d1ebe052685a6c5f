from collections.abc import Sequence


def broadcast_shapes(shapes: Sequence[Sequence[int]]) -> list[int]:
    """Say which shape an elementwise operation on tensors of these shapes gives.

    Raises:
        ValueError: they do not broadcast
    """
    raise NotImplementedError
