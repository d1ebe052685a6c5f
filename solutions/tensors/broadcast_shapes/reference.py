"""Broadcasting: the shape that several shapes have in common.

Works on sizes alone: no tensor is made. The limits: elementwise operations; a matrix product
broadcasts its batch dimensions only.
"""

from collections.abc import Sequence


def broadcast_shapes(shapes: Sequence[Sequence[int]]) -> list[int]:
    """Say which shape an elementwise operation gives (PyTorch, Broadcasting semantics).

    Args:
        shapes: any number of shapes, each a sequence of sizes

    Returns:
        the sizes of the result

    Raises:
        ValueError: they do not broadcast
    """
    # As many dimensions as the longest has, all 1 as long as nobody wants anything else.
    result = [1] * max(map(len, shapes), default=0)
    for shape in shapes:
        # 1. Align at the right: dimension i of this shape is dimension i + offset of the result.
        #    What is missing in front leaves the result as it is, just as a 1 would.
        offset = len(result) - len(shape)
        for i, size in enumerate(shape, start=offset):
            # 2. A 1 stretches to anything. Anything else must agree with what stands there already:
            #    with the running result, so that every shape is held against all before it.
            if size == 1:
                continue
            if result[i] not in (1, size):
                raise ValueError(f"sizes {result[i]} and {size} do not broadcast")
            # 3. No maximum: 0 against 1 gives 0.
            result[i] = size
    return result
