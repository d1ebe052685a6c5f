"""PyTorch's own SGD in the problem's entry points."""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    """Hand everything to `torch.optim.SGD`."""

    def __init__(  # noqa: PLR0917
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        self._optimizer = torch.optim.SGD(
            params,
            lr=lr,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        )

    def step(self) -> None:
        """Update every parameter that has a gradient."""
        self._optimizer.step()

    def zero_grad(self) -> None:
        """Set every gradient to None."""
        self._optimizer.zero_grad()
