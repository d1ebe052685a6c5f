"""Sequence likelihood and perplexity, without a trace of padding.

Shapes: logits (B, T, V), targets, mask and losses (B, T), an NLL a sequence (B,). The limits: in
nats and per token, so comparable only between models that share a tokenizer.
"""

import torch
from torch import Tensor


def sequence_nll(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Sum the negative log-probabilities of each sequence's counted tokens.

    Args:
        logits: (B, T, V)
        targets: (B, T), int64, shifted already
        mask: (B, T), bool, True where a token counts

    Returns:
        (B,), in nats, in float32 at least
    """
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits

    # 1. Log space throughout: a probability that underflows still has its logarithm.
    log_probs = torch.log_softmax(wide, dim=-1)

    # 2. One number a token. A masked target may be no legal index: look up token 0 there.
    places = targets.masked_fill(~mask, 0).unsqueeze(-1)
    losses = -log_probs.gather(-1, places).squeeze(-1)

    # 3. Filled and not multiplied with 0: token 0 may be ruled out, and 0 * inf is NaN.
    return losses.masked_fill(~mask, 0.0).sum(dim=-1)


def perplexity(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Take the exponential of the mean NLL of a token.

    Args:
        logits: (B, T, V)
        targets: (B, T), int64, shifted already
        mask: (B, T), bool, True where a token counts

    Returns:
        (), in float32 at least; 1 where nothing is counted
    """
    # Total over total: every token weighs the same, whichever sequence it stands in. The mean is
    # taken before the exponential, which makes it the geometric mean of 1 / p.
    total = sequence_nll(logits, targets, mask).sum()
    return (total / mask.sum().clamp(min=1)).exp()
