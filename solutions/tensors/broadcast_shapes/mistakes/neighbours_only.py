"""You compare each shape with its neighbour in the list only. A 1 or a missing dimension between two sizes that differ then hides the conflict. Compare with the running result.

fails: test_third_does_not_fit
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        before = 1
        for other in sizes:
            if before != 1 and other != 1 and before != other:
                raise ValueError("shapes do not broadcast")
            before = other
            size = other if size == 1 else size
        result.append(size)
    return result
