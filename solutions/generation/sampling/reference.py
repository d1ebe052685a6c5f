"""Sample the next token: temperature, top-k, top-p, then a draw with a given uniform.

Shapes: logits and probs (..., V), uniforms and tokens (...). The limits: the whole row is sorted,
O(V log V); a production sampler selects a few hundred candidates first.
"""

import torch
from torch import Tensor


def next_token_probs(
    logits: Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Tensor:
    """Turn logits into the distribution of the next token (Holtzman et al. 2020).

    Args:
        logits: (..., V)
        temperature: 0 or more; 0 puts everything on the largest logit
        top_k: how many tokens to keep, or None
        top_p: the probability that the tokens kept must reach, in (0, 1], or None

    Returns:
        (..., V), float64 for float64 logits, else float32

    Raises:
        ValueError: an option is out of its range
    """
    _check(temperature, top_k, top_p)
    wide = logits if logits.dtype == torch.float64 else logits.float()

    # 1. Greedy decoding is the limit of temperature to 0, and the same as keeping one token.
    if temperature == 0:
        temperature, top_k = 1.0, 1

    # 2. Everything is decided by rank, so sort once. Stable: equals stay in order of their index.
    ranked, tokens = torch.sort(wide / temperature, descending=True, stable=True)

    # 3. Top-k is a slice of the ranking; the softmax after it renormalises. [:None] keeps all.
    probs = torch.softmax(ranked[..., :top_k], dim=-1)

    # 4. A token stays if those BEFORE it have not reached top_p. Nothing is before the first.
    if top_p is not None:
        before = probs.cumsum(dim=-1) - probs
        probs = probs * (before < top_p)
        probs = probs / probs.sum(dim=-1, keepdim=True)

    # 5. Back to the order of the vocabulary; what was cut is 0.
    return torch.zeros_like(wide).scatter(-1, tokens[..., :top_k], probs)


def draw(probs: Tensor, uniforms: Tensor) -> Tensor:
    """Draw one token a row, by the inverse of the cumulative sum.

    Args:
        probs: (..., V)
        uniforms: (...), in [0, 1)

    Returns:
        (...), int64
    """
    ends = probs.cumsum(dim=-1)

    # Rounding may leave the end a little below one. Divided by itself it is one exactly, above
    # every uniform.
    ends = ends / ends[..., -1:]

    # Token i owns [ends[i - 1], ends[i]). The ends not above u belong to the tokens before it, so
    # their number is its index. A token of probability 0 owns nothing.
    return (ends <= uniforms.unsqueeze(-1)).sum(dim=-1)


def _check(temperature: float, top_k: int | None, top_p: float | None) -> None:
    """Raise ValueError where an option is out of its range."""
    if temperature < 0:
        raise ValueError(f"temperature must not be negative, not {temperature}")
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k must be 1 or more, not {top_k}")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"top_p must be in (0, 1], not {top_p}")
