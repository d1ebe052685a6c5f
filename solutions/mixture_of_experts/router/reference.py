"""The router of a mixture of experts: choose k, then share the token out among them.

Shapes: logits (..., N); chosen, weights and experts (..., k).
"""

from torch import Tensor


def route(logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Choose the k best experts of each token and weigh them.

    Args:
        logits: (..., N)
        k: how many, from 1 to N

    Returns:
        weights (..., k), which sum to one, and experts (..., k)

    Raises:
        ValueError: k is below 1 or above N.
    """
    if not 1 <= k <= logits.shape[-1]:
        raise ValueError(f"k must be from 1 to {logits.shape[-1]}, got {k}")

    # First the choice: what is left out must not take part of the token with it.
    chosen, experts = logits.topk(k)

    # Then the weights, over the chosen alone: they sum to one by themselves. Half precision has
    # too few digits for exp and the sum; softmax makes both in float32 and rounds once.
    return chosen.softmax(-1), experts
