"""You keep the first size that is not 1 and never look whether later ones agree with it, or you return something instead of raising. Where two sizes other than 1 differ, there is no result: raise ValueError.

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
            size = other if size == 1 else size
        result.append(size)
    return result
