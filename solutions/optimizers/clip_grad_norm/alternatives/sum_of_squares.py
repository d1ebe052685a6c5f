"""A running sum of squares in Python numbers; the scaled numbers are copied into place."""

from collections.abc import Iterable

from torch import Tensor


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """Add up the squares gradient by gradient."""
    gradients = []
    square_sum = 0.0
    for p in params:
        if p.grad is not None:
            gradients.append(p.grad)
            square_sum += float((p.grad * p.grad).sum())
    total = square_sum**0.5
    factor = min(1.0, max_norm / (total + 1e-6))
    for g in gradients:
        g.copy_(g * factor)
    return total
