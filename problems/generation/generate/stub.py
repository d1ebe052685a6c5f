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
    """Continue a prompt, one token at a time.

    Args:
        model: model(x) returns (logits, None); x (B, t), t <= block_size; logits (B, t, V)
        idx: (B, T), the prompt
        max_new_tokens: how many tokens to add
        block_size: the longest context of the model
        sample: draws (B, 1) tokens from (B, V) probabilities; None is torch.multinomial

    Returns:
        (B, T + max_new_tokens), the prompt and what follows it
    """
    raise NotImplementedError
