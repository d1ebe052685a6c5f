"""The average of a row as the dot product of grad_out and the output, under einsum."""

import torch
from torch import Tensor


def attention_backward(
    grad_out: Tensor, q: Tensor, k: Tensor, v: Tensor, causal: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """Return grad_q, grad_k, grad_v; q (..., T, D), k (..., S, D), v (..., S, E)."""
    scores = torch.einsum("...td,...sd->...ts", q, k) / q.shape[-1] ** 0.5
    if causal:
        i = torch.arange(q.shape[-2], device=q.device)
        scores = torch.where(i[:, None] >= i, scores, float("-inf"))
    p = torch.exp(scores - torch.logsumexp(scores, dim=-1, keepdim=True))
    out = torch.einsum("...ts,...se->...te", p, v)
    average = (grad_out * out).sum(dim=-1, keepdim=True)
    ds = p * (torch.einsum("...te,...se->...ts", grad_out, v) - average) / q.shape[-1] ** 0.5
    grad_q = torch.einsum("...ts,...sd->...td", ds, k)
    grad_k = torch.einsum("...ts,...td->...sd", ds, q)
    return grad_q, grad_k, torch.einsum("...ts,...te->...se", p, grad_out)
