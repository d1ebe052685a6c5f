"""Hypotheses as Python lists, a heap that picks the best candidates."""

import heapq
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
    """Write every candidate down, and keep the largest."""
    live: list[tuple[float, list[int]]] = [(0.0, [])]
    finished: list[tuple[float, list[int]]] = []
    for step in range(max_new_tokens):
        tokens = torch.tensor([hypothesis for _, hypothesis in live], dtype=torch.int64)
        rows = model(tokens.view(len(live), step)).tolist()
        candidates = [
            (total + log_prob, [*hypothesis, token])
            for (total, hypothesis), row in zip(live, rows, strict=True)
            for token, log_prob in enumerate(row)
            if log_prob > -float("inf")
        ]
        best = heapq.nlargest(beam_size, candidates, key=lambda candidate: candidate[0])
        finished += [candidate for candidate in best if candidate[1][-1] == eos]
        live = [candidate for candidate in best if candidate[1][-1] != eos]
        if not live:
            break
    ranked = [(tokens, total / len(tokens) ** alpha) for total, tokens in finished + live]
    ranked.sort(key=lambda pair: pair[1], reverse=True)
    return ranked[:beam_size]
