"""PyTorch's own RMSprop in the problem's entry points."""

from collections.abc import Iterable

import torch
from torch import Tensor


class RMSprop:
    """Hand everything to `torch.optim.RMSprop`."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        centered: bool = False,
    ) -> None:
        self._optimizer = torch.optim.RMSprop(
            params, lr=lr, alpha=alpha, eps=eps, centered=centered
        )

    def step(self) -> None:
        """Update every parameter that has a gradient."""
        self._optimizer.step()

    def zero_grad(self) -> None:
        """Set every gradient to None."""
        self._optimizer.zero_grad()
