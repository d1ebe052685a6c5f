"""You let a size stretch to its multiples, as if it could be repeated: 3 to 6. Broadcasting repeats a single element only; 3 and 6 raise.

fails: test_unfit
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if (
                size != 1
                and other != 1
                and (
                    0 in (size, other)
                    and size != other
                    or size
                    and other
                    and max(size, other) % min(size, other)
                )
            ):
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else max(size, other) if other > 1 else size
        result.append(size)
    return result
