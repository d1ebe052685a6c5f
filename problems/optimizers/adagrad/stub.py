from collections.abc import Iterable

import torch
from torch import Tensor


class Adagrad:
    """Step every parameter by its gradient over the root of the sum of all its squared gradients.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        lr_decay: how fast the step size falls with a parameter's steps
        initial_accumulator_value: what every sum of squares starts from
        eps: added to the root
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None."""
        raise NotImplementedError
