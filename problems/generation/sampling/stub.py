import torch
from torch import Tensor


def next_token_probs(
    logits: Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Tensor:
    """Turn logits into the distribution of the next token.

    Args:
        logits: (..., V)
        temperature: 0 or more; 0 puts everything on the largest logit
        top_k: how many tokens to keep, or None
        top_p: the probability that the tokens kept must reach, in (0, 1], or None

    Returns:
        (..., V), float64 for float64 logits, else float32
    """
    raise NotImplementedError


def draw(probs: Tensor, uniforms: Tensor) -> Tensor:
    """Draw one token a row, by the inverse of the cumulative sum.

    Args:
        probs: (..., V)
        uniforms: (...), in [0, 1)

    Returns:
        (...), int64
    """
    raise NotImplementedError
