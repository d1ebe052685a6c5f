from collections.abc import Iterable

import torch
from torch import Tensor


class AdamW:
    """Adam's step, beside a decay that shrinks the parameter itself.

    Args:
        params: leaf tensors of any shapes; may be a generator
        lr: the step size
        betas: how much of the first and of the second moment a step keeps
        eps: added to the root of the corrected second moment
        weight_decay: lr times this is the share that a step takes from every weight
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Update every parameter that has a gradient, in place."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to None."""
        raise NotImplementedError
