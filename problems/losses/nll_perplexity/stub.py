import torch
from torch import Tensor


def sequence_nll(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Sum the negative log-probabilities of each sequence's counted tokens.

    Args:
        logits: (B, T, V)
        targets: (B, T), int64, shifted already
        mask: (B, T), bool, True where a token counts

    Returns:
        (B,), in nats
    """
    raise NotImplementedError


def perplexity(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Return the perplexity over all counted tokens of the batch.

    Args:
        logits: (B, T, V)
        targets: (B, T), int64, shifted already
        mask: (B, T), bool, True where a token counts

    Returns:
        (), 1 where nothing is counted
    """
    raise NotImplementedError
