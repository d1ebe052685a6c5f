"""You pad the caller's own lists with ones in place. After the call his shapes have more dimensions than his tensors. Build new lists.

fails: test_shapes_stay
"""


def broadcast_shapes(shapes):
    shapes = [shape if isinstance(shape, list) else list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = shapes
    for shape in padded:
        while len(shape) < rank:
            shape.insert(0, 1)
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
