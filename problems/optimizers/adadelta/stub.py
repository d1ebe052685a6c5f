from collections.abc import Iterable

import torch
from torch import Tensor


class Adadelta:
    """Step every parameter by its gradient times a ratio of two running root mean squares.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: what every step is multiplied by
        rho: how much of the running means a step keeps
        eps: added under both roots
    """

    def __init__(
        self, params: Iterable[Tensor], lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None."""
        raise NotImplementedError
