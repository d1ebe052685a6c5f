from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    """Step every parameter against its gradient, or along the velocity that gradients build up.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        momentum: how much of the velocity a step keeps
        dampening: how much of a new gradient the velocity leaves out
        weight_decay: L2 decay, added to the gradient
        nesterov: look ahead
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None."""
        raise NotImplementedError
