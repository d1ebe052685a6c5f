"""One step, and the rest by recursion; the draw by an exponential race."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def _race(probs: Tensor) -> Tensor:
    """Draw the token whose exponential clock rings first; probs (B, V)."""
    return (probs / torch.empty_like(probs).exponential_()).argmax(-1, keepdim=True)


def generate(
    model: nn.Module,
    idx: Tensor,
    max_new_tokens: int,
    block_size: int,
    sample: Callable[[Tensor], Tensor] | None = None,
) -> Tensor:
    """Append one token, then generate one token less."""
    if max_new_tokens == 0:
        return idx
    with torch.inference_mode():
        logits, _ = model(idx[:, -min(block_size, idx.size(1)) :])
        token = (sample or _race)(torch.nn.functional.softmax(logits[:, -1], -1))
    longer = torch.hstack((idx, token.clone()))
    return generate(model, longer, max_new_tokens - 1, block_size, sample)
