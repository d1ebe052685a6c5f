"""All room at once, filled column by column: nothing is copied again."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def generate(
    model: nn.Module,
    idx: Tensor,
    max_new_tokens: int,
    block_size: int,
    sample: Callable[[Tensor], Tensor] | None = None,
) -> Tensor:
    """Write new tokens into a buffer (B, T + max_new_tokens)."""
    draw = sample or _multinomial
    rows, length = idx.shape
    text = idx.new_empty(rows, length + max_new_tokens)
    text[:, :length] = idx
    with torch.no_grad():
        for end in range(length, length + max_new_tokens):
            logits = model(text[:, max(0, end - block_size) : end])[0]
            last = logits[:, -1, :]
            text[:, end] = draw((last - last.logsumexp(-1, keepdim=True)).exp()).squeeze(1)
    return text


def _multinomial(probs: Tensor) -> Tensor:
    return probs.multinomial(1)
