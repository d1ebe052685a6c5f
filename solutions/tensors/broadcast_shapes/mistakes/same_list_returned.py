"""With a single shape you hand the caller's own list back. Whoever changes the result then changes that shape too. Return a new list.

fails: test_result_is_new
"""


def broadcast_shapes(shapes):
    if len(shapes) == 1 and isinstance(shapes[0], list):
        return shapes[0]
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
    return result
