"""Sinusoidal positions: sines and cosines of a geometric series of wavelengths.

Shapes: the table (T, C), positions in rows; the angles (T, P), one column a frequency, with P = C/2
rounded up. The limits: the table is made at every call, where a model would keep it in a buffer.
"""

import torch
from torch import Tensor


def sinusoidal(length: int, n_embd: int, base: float = 10000.0) -> Tensor:
    """Return the table of sines (even columns) and cosines (odd columns) (Vaswani et al. 2017).

    Args:
        length: T
        n_embd: C, odd or even
        base: sets the longest wavelength

    Returns:
        (T, C), float32
    """
    # The table is what is added to nothing.
    return add_positions(torch.zeros(length, n_embd), base=base)


def add_positions(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Add the table to embedded tokens.

    Args:
        x: (..., T, C)
        offset: the position of the first token
        base: as in sinusoidal

    Returns:
        (..., T, C), in the dtype of x
    """
    # bfloat16 has 8 bits: already position 257 would be rounded to 256. Work wider.
    wide = x.float() if x.dtype == torch.bfloat16 else x
    tokens, n_embd = x.shape[-2:]
    position = torch.arange(offset, offset + tokens, dtype=wide.dtype, device=x.device)

    # (T, C) broadcasts over all leading dimensions. One rounding, of the sum.
    return (wide + _table(position, n_embd, base)).to(x.dtype)


def _table(position: Tensor, n_embd: int, base: float) -> Tensor:
    """Return the rows (T, C) at the given positions (T,), in their dtype."""
    # 1. One frequency for each pair of columns: 0, 2, 4, ... are the columns of the sines. The step
    #    of 2 also gives an odd width the frequency of its last column.
    column = torch.arange(0, n_embd, 2, dtype=position.dtype, device=position.device)
    angle = position[:, None] * base ** (-column / n_embd)  # (T, P)

    # 2. Weave: sine and cosine side by side in a new dimension, which is then flattened away.
    table = torch.stack([angle.sin(), angle.cos()], dim=2).flatten(1)  # (T, 2P)

    # 3. An odd width has one cosine too many.
    return table[:, :n_embd]
