"""Exponentials by hand under einsum, with the hidden ones multiplied away."""

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
    scores = torch.einsum("...td,...sd->...ts", q, k) / q.shape[-1] ** 0.5
    seen = torch.ones_like(scores, dtype=torch.bool)
    if mask is not None:
        seen = seen & mask
    floor = torch.where(seen, scores, -1e30)
    exps = torch.exp(floor - floor.amax(dim=-1, keepdim=True)) * seen
    total = exps.sum(dim=-1, keepdim=True)
    weights = exps / total.masked_fill(total == 0, 1)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return torch.einsum("...ts,...se->...te", weights, v)
