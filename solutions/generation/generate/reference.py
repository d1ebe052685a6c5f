"""Generate text: predict, draw, append, and start over.

Shapes: idx (B, T) grows by a column a step; logits (B, t, V) with t <= block_size; probs (B, V).
The limits: no cache, so every step runs the model over the whole context again; no stop token.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn


# As a decorator it undoes itself, also when the model raises.
@torch.no_grad()
def generate(
    model: nn.Module,
    idx: Tensor,
    max_new_tokens: int,
    block_size: int,
    sample: Callable[[Tensor], Tensor] | None = None,
) -> Tensor:
    """Continue a prompt, one token at a time (as in nanoGPT's `GPT.generate`).

    Args:
        model: model(x) returns (logits, None); x (B, t), t <= block_size; logits (B, t, V)
        idx: (B, T), the prompt
        max_new_tokens: how many tokens to add
        block_size: the longest context of the model
        sample: draws (B, 1) tokens from (B, V) probabilities; None is torch.multinomial

    Returns:
        (B, T + max_new_tokens), the prompt and what follows it
    """
    draw = sample or _multinomial
    for _ in range(max_new_tokens):
        # 1. The model has block_size position embeddings: show it the end, and keep the whole.
        context = idx[:, -block_size:]

        # 2. A prediction for every position comes back. Only the last one is about a new token.
        logits, _ = model(context)
        probs = torch.softmax(logits[:, -1], dim=-1)  # (B, V)

        # 3. Draw, and append along time. A new tensor: the caller's prompt stays as it is.
        idx = torch.cat([idx, draw(probs)], dim=1)
    return idx


def _multinomial(probs: Tensor) -> Tensor:
    """Draw one token a row; probs (B, V), result (B, 1)."""
    return torch.multinomial(probs, num_samples=1)
