from collections.abc import Iterable

import torch
from torch import Tensor


class RMSprop:
    """Step every parameter by its gradient over the root of the mean squared gradient.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        alpha: how much of the running means a step keeps
        eps: added to the root
        centered: divide by the root of the gradient's variance instead
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        centered: bool = False,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None."""
        raise NotImplementedError
