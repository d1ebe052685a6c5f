"""PyTorch's own Adadelta in the problem's entry points."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adadelta:
    """Hand everything to `torch.optim.Adadelta`."""

    def __init__(
        self, params: Iterable[Tensor], lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
    ) -> None:
        self._optimizer = torch.optim.Adadelta(params, lr=lr, rho=rho, eps=eps)

    def step(self) -> None:
        """Update every parameter that has a gradient."""
        self._optimizer.step()

    def zero_grad(self) -> None:
        """Set every gradient to None."""
        self._optimizer.zero_grad()
