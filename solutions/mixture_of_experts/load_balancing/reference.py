"""The load-balancing loss of Switch Transformers, for k experts a token and with padding.

Shapes: logits (..., N), seen as (M, N) without padding; chosen (M, k); f and p (N,).
"""

import torch
from torch import Tensor


def load_balancing_loss(
    logits: Tensor, k: int = 1, coef: float = 0.01, mask: Tensor | None = None
) -> Tensor:
    """Return the loss that is least when all experts are used evenly.

    Args:
        logits: (..., N)
        k: how many experts a token gets
        coef: what the loss is multiplied by
        mask: (...), False for padding

    Returns:
        a tensor without dimensions
    """
    n = logits.shape[-1]
    # Padding goes first, so that neither its choices nor its probabilities are ever made.
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    count = max(len(tokens), 1)  # without tokens both sums are 0, and so is the loss

    # How often each expert was chosen. A count: nothing flows back through it.
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (count * k)

    # How much probability each expert has. This is what the gradient can move.
    p = tokens.softmax(-1).sum(0) / count
    return coef * n * (f * p).sum()
