"""One base class that holds the parts; the sum as `torch.add` and as a stack summed up."""

import torch
from torch import Tensor, nn


class Wrapper(nn.Module):
    """A norm and a sub-layer, with nothing done yet."""

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        self.add_module("norm", norm)
        self.add_module("f", f)


class PreNorm(Wrapper):
    """x + f(norm(x))."""

    def forward(self, x: Tensor) -> Tensor:
        """Add the sub-layer's result to x (..., C)."""
        residual = x
        out = self.norm(x)
        out = self.f(out)
        return torch.add(out, residual)


class PostNorm(Wrapper):
    """norm(x + f(x))."""

    def forward(self, x: Tensor) -> Tensor:
        """Normalise the sum; x (..., C)."""
        return self.norm(torch.stack([self.f(x), x]).sum(0))
