"""You take the largest size of each dimension and check nothing. Sizes of 3 and 5 do not broadcast, however close they are; only a 1 stretches. Raise ValueError where two sizes other than 1 differ.

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
            size = max(size, other)
        result.append(size)
    return result
