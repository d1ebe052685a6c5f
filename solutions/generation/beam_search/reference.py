"""Beam search: go on with the best few beginnings, all in one batch.

Legend: n live hypotheses, t tokens each, V tokens in the vocabulary; live (n, t), sums (n,). The
limits: no cache, so the model reads each hypothesis from its beginning; no early stop.
"""

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
    """Search for likely texts (as in Sutskever et al. 2014).

    Args:
        model: takes tokens (n, t), returns log-probabilities (n, V) of the next token
        beam_size: how many candidates are kept at each step
        max_new_tokens: how many steps at most
        eos: the token that ends a text
        alpha: the exponent of the length penalty

    Returns:
        (tokens, score) of the best hypotheses, best first
    """
    # ONE empty hypothesis: copies of it would stay copies, and fill the beam.
    live, sums = torch.empty(1, 0, dtype=torch.int64), torch.zeros(1)
    found: list[tuple[list[int], float]] = []

    for _ in range(max_new_tokens):
        # 1. Every hypothesis with every token; probabilities multiply, so their logarithms add.
        totals = sums.unsqueeze(1) + model(live)  # (n, V)

        # 2. All compete with all: flatten, and take the best. Some may be impossible.
        sums, flat = totals.flatten().topk(min(beam_size, totals.numel()))
        flat = flat[sums.isfinite()]

        # 3. A flat index is row * V + token.
        rows, tokens = flat // totals.shape[1], flat % totals.shape[1]
        kept = torch.cat([live[rows], tokens.unsqueeze(1)], dim=1)

        # 4. What has ended leaves the beam and is not replaced.
        sums, ended = totals[rows, tokens], tokens == eos
        found += _scored(kept[ended], sums[ended], alpha)
        live, sums = kept[~ended], sums[~ended]
        if len(live) == 0:
            break

    # 5. Texts of different lengths meet only here; before, all candidates were equally long.
    found += _scored(live, sums, alpha)
    return sorted(found, key=lambda hypothesis: -hypothesis[1])[:beam_size]


def _scored(tokens: Tensor, sums: Tensor, alpha: float) -> list[tuple[list[int], float]]:
    """Return hypotheses (n, t) with their scores."""
    return list(zip(tokens.tolist(), (sums / tokens.shape[1] ** alpha).tolist(), strict=True))
