"""Only tokens and the rows they came from are kept; texts are read back from the end."""

from collections.abc import Callable

import torch
from torch import Tensor


def _read(trace: list[tuple[Tensor, Tensor]], row: int) -> list[int]:
    """Follow the rows back through the steps."""
    tokens = []
    for parents, chosen in reversed(trace):
        tokens.append(int(chosen[row]))
        row = int(parents[row])
    return tokens[::-1]


def beam_search(
    model: Callable[[Tensor], Tensor],
    beam_size: int,
    max_new_tokens: int,
    eos: int,
    alpha: float = 0.0,
) -> list[tuple[list[int], float]]:
    """Sort all candidates of a step; a text that has ended is read at once."""
    trace: list[tuple[Tensor, Tensor]] = []
    sums = torch.zeros(1, dtype=torch.float64)
    result: list[tuple[list[int], float]] = []
    going = [0]
    for step in range(1, max_new_tokens + 1):
        texts = [_read(trace, row) for row in going]
        log_probs = model(torch.tensor(texts, dtype=torch.int64).reshape(len(going), step - 1))
        totals = sums[going, None] + log_probs.double()
        order = totals.flatten().argsort(descending=True)[:beam_size]
        order = order[totals.flatten()[order] > -torch.inf]
        parents = torch.tensor(going)[torch.div(order, totals.shape[1], rounding_mode="floor")]
        chosen = order.remainder(totals.shape[1])
        sums = totals.flatten()[order]
        trace.append((parents, chosen))
        going = []
        for row, token in enumerate(chosen.tolist()):
            if token == eos or step == max_new_tokens:
                result.append((_read(trace, row), float(sums[row]) / step**alpha))
            else:
                going.append(row)
        if not going:
            break
    return sorted(result, key=lambda pair: pair[1])[::-1][:beam_size]
