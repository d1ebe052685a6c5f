"""Cuts as masks over the vocabulary, one after the other, and a binary search for the draw."""

import torch
from torch import Tensor


def next_token_probs(
    logits: Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Tensor:
    """Put -inf where a token is cut, then take the softmax; logits (..., V)."""
    if temperature < 0 or (top_k is not None and top_k <= 0):
        raise ValueError("temperature and top_k must not be negative, nor top_k zero")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise ValueError("top_p must be above 0 and at most 1")
    logits = logits.to(torch.promote_types(logits.dtype, torch.float32))
    if temperature == 0:
        best = torch.zeros_like(logits)
        return best.scatter_(-1, logits.argmax(-1, keepdim=True), 1.0)
    logits = logits / temperature
    order = logits.argsort(dim=-1, descending=True, stable=True)
    rank = order.argsort(dim=-1)
    if top_k is not None:
        logits = torch.where(rank < top_k, logits, float("-inf"))
    if top_p is not None and top_p < 1:
        sums = logits.softmax(-1).gather(-1, order).cumsum(-1)
        kept = 1 + (sums < top_p).sum(-1, keepdim=True)
        logits = torch.where(rank < kept, logits, float("-inf"))
    return logits.softmax(-1)


def draw(probs: Tensor, uniforms: Tensor) -> Tensor:
    """Search the cumulative sums, no further than the last token of positive probability."""
    found = torch.searchsorted(probs.cumsum(-1), uniforms[..., None], right=True)
    places = torch.arange(probs.shape[-1], device=probs.device)
    last = torch.where(probs > 0, places, 0).amax(-1)
    return torch.minimum(found.squeeze(-1), last)
