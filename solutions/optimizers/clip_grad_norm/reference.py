"""Clipping by global norm: all gradients are one vector, and it is shortened as one.

Shapes: gradients of any shapes; norms (N,), one for each of N gradients. The limits: the Euclidean
norm only, finite gradients of one dtype on one device.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """Shorten all gradients together to max_norm (Pascanu et al. 2012, Algorithm 1).

    Args:
        params: tensors of any shapes; may be a generator
        max_norm: 0 or more

    Returns:
        the norm of all gradients before clipping
    """
    # Two passes are needed, and a generator allows one: keep what the second pass scales.
    gradients = [p.grad for p in params if p.grad is not None]
    if not gradients:
        return 0.0

    # Squares add up, so the norm of the norms is the norm of the whole.
    norms = torch.stack([torch.linalg.vector_norm(g) for g in gradients])
    total = torch.linalg.vector_norm(norms)

    # 1e-6 keeps zeros from dividing, the clamp short gradients from growing: no branch is needed.
    factor = (max_norm / (total + 1e-6)).clamp(max=1)
    for g in gradients:
        g.mul_(factor)
    # Last, for item() waits until the device has done everything above.
    return total.item()
