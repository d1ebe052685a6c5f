import torch
from torch import Tensor


def center(x: Tensor, dim: int = -1) -> Tensor:
    """Subtract from every slice along `dim` its mean; keeps the shape of x."""
    raise NotImplementedError


def standardize(x: Tensor, dim: int = -1, eps: float = 1e-5) -> Tensor:
    """Give every slice along `dim` mean 0 and (biased) variance 1; keeps the shape of x."""
    raise NotImplementedError


def l2_normalize(x: Tensor, dim: int = -1, eps: float = 1e-12) -> Tensor:
    """Divide every slice along `dim` by its Euclidean norm, at least eps; keeps the shape of x."""
    raise NotImplementedError


def masked_mean(x: Tensor, mask: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Average every slice along `dim` over the places where the mask is True.

    Args:
        x: (..., n, ...)
        mask: bool, broadcasts to the shape of x
        dim: where n stands
        keepdim: whether the result keeps `dim`, with size 1

    Returns:
        (..., ...) or (..., 1, ...); 0 where a slice has no True
    """
    raise NotImplementedError
