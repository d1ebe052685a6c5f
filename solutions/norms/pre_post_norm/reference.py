"""The two places of the norm around a residual sub-layer.

Shapes: x (..., C), and so everything on the way. The limits: one norm and one sub-layer, no
dropout between them; a pre-norm model needs one more norm after its last layer.
"""

from torch import Tensor, nn


class PreNorm(nn.Module):
    """x + f(norm(x)): the norm stands beside the residual path (Xiong et al. 2020).

    Args:
        norm: a module on (..., C)
        f: the sub-layer, a module on (..., C)
    """

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        self.norm = norm  # an attribute that is a module is a submodule: parameters, mode, device
        self.f = f

    def forward(self, x: Tensor) -> Tensor:
        """Return (..., C) for x (..., C)."""
        # The x that came in is added: nothing but additions lies between the first layer and
        # the last. Out of place, for f may return the very tensor that it was given.
        return x + self.f(self.norm(x))


class PostNorm(nn.Module):
    """norm(x + f(x)): the norm stands on the residual path (Vaswani et al. 2017).

    Args:
        norm: a module on (..., C)
        f: the sub-layer, a module on (..., C)
    """

    def __init__(self, norm: nn.Module, f: nn.Module) -> None:
        super().__init__()
        self.norm = norm
        self.f = f

    def forward(self, x: Tensor) -> Tensor:
        """Return (..., C) for x (..., C)."""
        # f sees x as it is, and the sum leaves the layer normalised.
        return self.norm(x + self.f(x))
