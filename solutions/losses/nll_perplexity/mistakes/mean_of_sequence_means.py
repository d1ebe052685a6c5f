"""You average within each sequence and then over the sequences. A token of a short sequence then weighs more. Divide the total by the number of counted tokens of the whole batch.

fails: test_padding
"""

import torch


def token_losses(logits, targets, mask):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    places = targets.masked_fill(~mask, 0).unsqueeze(-1)
    losses = -wide.log_softmax(-1).gather(-1, places).squeeze(-1)
    return losses.masked_fill(~mask, 0)


def sequence_nll(logits, targets, mask):
    return token_losses(logits, targets, mask).sum(-1)


def perplexity(logits, targets, mask):
    losses = token_losses(logits, targets, mask)
    each = losses.sum(-1) / mask.sum(-1).clamp(min=1)
    return (each.sum() / mask.any(-1).sum().clamp(min=1)).exp()
