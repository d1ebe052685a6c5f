"""Both shapes as stacks, popped from their ends."""

from collections.abc import Sequence


def matmul_shapes(a: Sequence[int], b: Sequence[int]) -> list[int]:
    """Pop the matrices, then the batch sizes one by one, and reverse what came out."""
    left, right, out = list(a), list(b), []
    if not left or not right:
        raise ValueError("a 0-d operand")
    if len(right) > 1:
        out.append(right.pop())
    if left.pop() != right.pop():
        raise ValueError("inner sizes differ")
    if left:
        out.append(left.pop())
    while left or right:
        sizes = {stack.pop() for stack in (left, right) if stack}
        if len(sizes - {1}) > 1:
            raise ValueError(f"batch sizes {sizes} do not fit")
        out.append((sizes - {1} or {1}).pop())
    return out[::-1]
