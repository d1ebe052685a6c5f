"""A loop over the query heads, each with the keys and values of its group."""

import torch
from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend; q (B, H, T, D), k and v (B, G, T, D)."""
    heads, groups, tokens = q.shape[1], k.shape[1], q.shape[2]
    if heads % groups:
        raise ValueError("H must be a multiple of G")
    hidden = torch.ones(tokens, tokens, device=q.device).triu(1).bool()
    rows = []
    for head in range(heads):
        group = head * groups // heads
        scores = torch.bmm(q[:, head], k[:, group].transpose(1, 2)) / q.shape[-1] ** 0.5
        if causal:
            scores = scores.masked_fill(hidden, torch.finfo(q.dtype).min)
        rows.append(torch.bmm(scores.softmax(dim=-1), v[:, group]))
    return torch.stack(rows, dim=1)
