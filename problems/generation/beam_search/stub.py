from collections.abc import Callable

import torch
from torch import Tensor


def beam_search(
    model: Callable[[Tensor], Tensor],
    beam_size: int,
    max_new_tokens: int,
    eos: int,
    alpha: float = 0.0,
) -> list[tuple[list[int], float]]:
    """Search for likely texts.

    Args:
        model: takes tokens (n, t), returns log-probabilities (n, V) of the next token
        beam_size: how many candidates are kept at each step
        max_new_tokens: how many steps at most
        eos: the token that ends a text
        alpha: the exponent of the length penalty

    Returns:
        (tokens, score) of the best hypotheses, best first
    """
    raise NotImplementedError
