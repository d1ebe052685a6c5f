"""You average the perplexities of the sequences. The exponential is convex, so the result is too large, and a token of a short sequence weighs more than others. Take one mean over all tokens and one exponential.

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
    each = (losses.sum(-1) / mask.sum(-1).clamp(min=1)).exp()
    seen = mask.any(-1)
    return each[seen].mean() if seen.any() else torch.ones_like(losses.sum())
