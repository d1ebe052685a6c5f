"""You work from the last dimension to the first, which is right, and return the sizes in that order. Reverse the result once more.

fails: test_two_shapes
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
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
    return result[::-1]
