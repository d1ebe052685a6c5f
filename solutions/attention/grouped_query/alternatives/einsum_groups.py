"""Both products as einsum over (B, G, R), and a softmax by hand."""

import torch
from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend; q (B, H, T, D), k and v (B, G, T, D)."""
    batch, heads, tokens, features = q.shape
    share, rest = divmod(heads, k.shape[1])
    if rest:
        raise ValueError("H must be a multiple of G")
    split = q.reshape(batch, k.shape[1], share, tokens, features)
    scores = torch.einsum("bgrid,bgjd->bgrij", split, k) / features**0.5
    if causal:
        position = torch.arange(tokens, device=q.device)
        scores = torch.where(position[:, None] >= position, scores, float("-inf"))
    weights = torch.exp(scores - torch.logsumexp(scores, dim=-1, keepdim=True))
    return torch.einsum("bgrij,bgjd->bgrid", weights, v).reshape(q.shape)
