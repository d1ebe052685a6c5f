"""You look at the first two shapes and ignore the others. An operation such as `where` or a sum of three terms has more; each must fit the result of those before it.

fails: test_many_shapes
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes][:2]
    rank = max((len(shape) for shape in shapes), default=0)
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
