"""You join shapes with `+`, which works between two tuples or two lists and raises TypeError for a mixture. Convert each shape to one kind first.

fails: test_kinds_of_shapes
"""


def broadcast_shapes(shapes):
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [(1,) * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
