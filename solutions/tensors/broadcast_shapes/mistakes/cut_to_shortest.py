"""You stop where the shortest shape ends (`zip` does), so the leading dimensions of the longer ones are lost from the result. Fill the shorter shape up with ones.

fails: test_two_shapes
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    shortest = min((len(shape) for shape in shapes), default=0)
    padded = [shape[len(shape) - shortest :] for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
