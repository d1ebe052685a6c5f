"""One query at a time; a softmax over minus infinity, skipped where nothing is seen."""

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
    shape = (*q.shape[:-1], k.shape[-2])
    seen = torch.ones(shape, dtype=torch.bool, device=q.device)
    if mask is not None:
        seen = mask.expand(shape)
    rows = []
    for i in range(q.shape[-2]):
        scores = (k * q[..., i : i + 1, :]).sum(dim=-1) / q.shape[-1] ** 0.5  # (..., S)
        some = seen[..., i, :].any(dim=-1, keepdim=True)
        hidden = ~seen[..., i, :] & some
        weights = scores.masked_fill(hidden, float("-inf")).softmax(dim=-1) * some
        if uniforms is not None:
            weights = torch.where(uniforms[..., i, :] < dropout_p, 0, weights / (1 - dropout_p))
        rows.append((weights[..., None] * v).sum(dim=-2))
    return torch.stack(rows, dim=-2)
