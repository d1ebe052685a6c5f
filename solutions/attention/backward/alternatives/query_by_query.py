"""One query at a time, adding up what each sends to the keys and values it sees."""

import torch
from torch import Tensor


def attention_backward(
    grad_out: Tensor, q: Tensor, k: Tensor, v: Tensor, causal: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """Return grad_q, grad_k, grad_v; q (..., T, D), k (..., S, D), v (..., S, E)."""
    scale = q.shape[-1] ** -0.5
    grad_q, grad_k, grad_v = torch.zeros_like(q), torch.zeros_like(k), torch.zeros_like(v)
    for i in range(q.shape[-2]):
        seen = slice(0, i + 1 if causal else k.shape[-2])
        query, grad = q[..., i : i + 1, :], grad_out[..., i : i + 1, :]
        keys, values = k[..., seen, :], v[..., seen, :]
        p = torch.softmax((keys * query).sum(dim=-1) * scale, dim=-1)  # (..., seen)
        dp = (values * grad).sum(dim=-1)
        ds = (p * dp - p * (p * dp).sum(dim=-1, keepdim=True)) * scale
        grad_q[..., i, :] = (ds[..., None] * keys).sum(dim=-2)
        grad_k[..., seen, :] += ds[..., None] * query
        grad_v[..., seen, :] += p[..., None] * grad
    return grad_q, grad_k, grad_v
