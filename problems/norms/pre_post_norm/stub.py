import torch
from torch import Tensor, nn


class PreNorm(nn.Module):
    """The residual wrapper x + f(norm(x)), with the submodules norm and f."""

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return (..., C) for x (..., C)."""
        raise NotImplementedError


class PostNorm(nn.Module):
    """The residual wrapper norm(x + f(x)), with the submodules norm and f."""

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return (..., C) for x (..., C)."""
        raise NotImplementedError
