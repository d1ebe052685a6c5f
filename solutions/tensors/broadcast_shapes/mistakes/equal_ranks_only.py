"""You refuse shapes of different length. The shorter one counts as having dimensions of size 1 in front, which is what lets a bias be added to a batch.

fails: test_two_shapes
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    if any(len(shape) != rank for shape in shapes):
        raise ValueError("different ranks")
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
