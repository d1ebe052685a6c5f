"""PyTorch's own AdamW in the problem's entry points."""

from collections.abc import Iterable

import torch
from torch import Tensor


class AdamW:
    """Hand everything to `torch.optim.AdamW`."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        self._optimizer = torch.optim.AdamW(
            params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay
        )

    def step(self) -> None:
        """Update every parameter that has a gradient."""
        self._optimizer.step()

    def zero_grad(self) -> None:
        """Set every gradient to None."""
        self._optimizer.zero_grad()
