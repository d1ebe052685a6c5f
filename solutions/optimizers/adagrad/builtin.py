"""PyTorch's own Adagrad in the problem's entry points."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adagrad:
    """Hand everything to `torch.optim.Adagrad`."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        self._optimizer = torch.optim.Adagrad(
            params,
            lr=lr,
            lr_decay=lr_decay,
            initial_accumulator_value=initial_accumulator_value,
            eps=eps,
        )

    def step(self) -> None:
        """Update every parameter that has a gradient."""
        self._optimizer.step()

    def zero_grad(self) -> None:
        """Set every gradient to None."""
        self._optimizer.zero_grad()
