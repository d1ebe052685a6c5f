import torch
from torch import Tensor


def sinusoidal(length: int, n_embd: int, base: float = 10000.0) -> Tensor:
    """Return the table of sines (even columns) and cosines (odd columns).

    Args:
        length: T
        n_embd: C, odd or even
        base: sets the longest wavelength

    Returns:
        (T, C), float32
    """
    raise NotImplementedError


def add_positions(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Add the table to embedded tokens.

    Args:
        x: (..., T, C)
        offset: the position of the first token
        base: as in sinusoidal

    Returns:
        (..., T, C), in the dtype of x
    """
    raise NotImplementedError
