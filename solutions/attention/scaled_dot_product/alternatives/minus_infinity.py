"""Minus infinity in the hidden scores; the NaN of a row that sees nothing is filled away.

Both fills cut the gradient where they write, so no NaN passes them backward either.
"""

import torch
from torch import Tensor


def attention(  # noqa: PLR0917
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None = None,
    dropout_p: float = 0.0,
    uniforms: Tensor | None = None,
) -> Tensor:
    """Attend; q (..., T, D), k (..., S, D), v (..., S, E)."""
    if mask is None:
        mask = torch.ones(1, dtype=torch.bool, device=q.device)
    scores = q @ k.mT / q.shape[-1] ** 0.5
    weights = scores.masked_fill(~mask, float("-inf")).softmax(dim=-1).masked_fill(~mask, 0)
    if uniforms is None:
        return weights @ v
    return (weights * (uniforms >= dropout_p)) @ v / (1 - dropout_p)
