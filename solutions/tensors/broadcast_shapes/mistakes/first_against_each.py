"""You compare each shape with the first one only. Where the first has a 1, two later sizes may differ without your noticing: (1,), (2,), (3,) has no result. Compare with the running result.

fails: test_third_does_not_fit
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if sizes[0] != 1 and other != 1 and sizes[0] != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
