"""You sum over the whole batch. sequence_nll gives one number a sequence: sum over time only.

fails: test_shape
"""

import torch


def token_losses(logits, targets, mask):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    places = targets.masked_fill(~mask, 0).unsqueeze(-1)
    losses = -wide.log_softmax(-1).gather(-1, places).squeeze(-1)
    return losses.masked_fill(~mask, 0)


def sequence_nll(logits, targets, mask):
    return token_losses(logits, targets, mask).sum()


def perplexity(logits, targets, mask):
    losses = token_losses(logits, targets, mask)
    return (losses.sum() / mask.sum().clamp(min=1)).exp()
