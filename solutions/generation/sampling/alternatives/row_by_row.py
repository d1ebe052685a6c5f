"""A Python loop over rows and tokens, as one would write it down first."""

import torch
from torch import Tensor


def _row(logits: Tensor, temperature: float, top_k: int | None, top_p: float | None) -> Tensor:
    """Return the distribution of one row (V,)."""
    if temperature == 0:
        top_k, temperature = 1, 1.0
    scaled = (logits / temperature).tolist()
    order = sorted(range(len(scaled)), key=lambda token: -scaled[token])[:top_k]
    probs = torch.softmax(logits[order] / temperature, dim=0)
    reached, kept = 0.0, 0
    for p in probs.tolist():
        if top_p is not None and reached >= top_p:
            break
        reached, kept = reached + p, kept + 1
    result = torch.zeros_like(logits)
    result[order[:kept]] = probs[:kept] / probs[:kept].sum()
    return result


def next_token_probs(
    logits: Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Tensor:
    """Work on one row after the other; logits (..., V)."""
    if temperature < 0:
        raise ValueError("temperature")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError("top_p")
    wide = logits.float() if logits.dtype != torch.float64 else logits
    rows = [_row(row, temperature, top_k, top_p) for row in wide.reshape(-1, wide.shape[-1])]
    return torch.stack(rows).view(wide.shape) if rows else torch.zeros_like(wide)


def draw(probs: Tensor, uniforms: Tensor) -> Tensor:
    """Subtract probabilities from the uniform until it is used up; probs (..., V)."""
    tokens = []
    rows = probs.reshape(-1, probs.shape[-1]).tolist()
    for row, u in zip(rows, uniforms.flatten().tolist(), strict=True):
        total, drawn = 0.0, 0
        for token, p in enumerate(row):
            if p > 0:
                drawn, total = token, total + p
            if total > u:
                break
        tokens.append(drawn)
    return torch.tensor(tokens, dtype=torch.int64, device=probs.device).view(uniforms.shape)
