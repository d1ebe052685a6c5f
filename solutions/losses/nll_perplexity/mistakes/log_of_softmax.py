"""You compute probabilities and take their logarithm. One below about 1e-45 is 0 by then, and the NLL of the sequence is infinite. Use log-softmax, which never leaves log space.

fails: test_unlikely_token
"""

import torch


def token_losses(logits, targets, mask):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    places = targets.masked_fill(~mask, 0).unsqueeze(-1)
    losses = -wide.softmax(-1).log().gather(-1, places).squeeze(-1)
    return losses.masked_fill(~mask, 0)


def sequence_nll(logits, targets, mask):
    return token_losses(logits, targets, mask).sum(-1)


def perplexity(logits, targets, mask):
    losses = token_losses(logits, targets, mask)
    return (losses.sum() / mask.sum().clamp(min=1)).exp()
