"""You raise RuntimeError, as torch's operators do. Bad arguments are a ValueError here, and that is what the caller catches.

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
            if size != 1 and other != 1 and size != other:
                raise RuntimeError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
