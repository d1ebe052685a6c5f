"""A bias of zeros and lowest numbers is added to the scores, under einsum."""

import torch
from torch import Tensor


def causal_self_attention(x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor) -> Tensor:
    """Attend; x (..., T, C), w_q and w_k (C, D), w_v (C, E)."""
    q, k, v = (torch.einsum("...tc,cd->...td", x, w) for w in (w_q, w_k, w_v))
    scores = torch.einsum("...id,...jd->...ij", q, k) / q.shape[-1] ** 0.5
    position = torch.arange(x.shape[-2], device=x.device)
    bias = torch.where(position[:, None] >= position, 0.0, float("-inf")).to(x.dtype)
    logits = scores + bias
    exps = torch.exp(logits - logits.amax(dim=-1, keepdim=True))
    return torch.einsum("...ij,...je->...ie", exps / exps.sum(dim=-1, keepdim=True), v)
