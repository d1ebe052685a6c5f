"""A copy of the residual, to which the sub-layer's result is added in place."""

from torch import Tensor, nn


class PreNorm(nn.Module):
    """x + f(norm(x))."""

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        self.f, self.norm = f, norm

    def forward(self, x: Tensor) -> Tensor:
        """Add to a copy of x (..., C)."""
        out = x.clone()
        out += self.f(self.norm(x))
        return out


class PostNorm(nn.Module):
    """norm(x + f(x))."""

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        self.f, self.norm = f, norm

    def forward(self, x: Tensor) -> Tensor:
        """Add to a copy of x (..., C) and normalise it."""
        out = x.clone()
        out += self.f(x)
        return self.norm(out)
