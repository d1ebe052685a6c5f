"""PyTorch's own Adam in the problem's entry points."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    """Hand everything to `torch.optim.Adam`."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self._optimizer = torch.optim.Adam(params, lr=lr, betas=betas, eps=eps)

    def step(self) -> None:
        """Update every parameter that has a gradient."""
        self._optimizer.step()

    def zero_grad(self) -> None:
        """Set every gradient to None."""
        self._optimizer.zero_grad()
