"""You align the shapes at their first dimension and add the missing ones at the end. Broadcasting aligns at the LAST dimension: a bias of (3,) belongs to the columns of (4, 3), and (2, 3) with (2,) is an error.

fails: test_two_shapes
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [shape + [1] * (rank - len(shape)) for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
