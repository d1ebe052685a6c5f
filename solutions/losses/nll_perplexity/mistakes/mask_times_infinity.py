"""You multiply the losses by the mask. Where the token looked up at a padded place is ruled out, its loss is infinite, and 0 * inf is NaN. Fill with zeros, by `masked_fill` or `where`.

fails: test_ruled_out_tokens
"""

import torch


def token_losses(logits, targets, mask):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    places = targets.masked_fill(~mask, 0).unsqueeze(-1)
    losses = -wide.log_softmax(-1).gather(-1, places).squeeze(-1)
    return losses * mask


def sequence_nll(logits, targets, mask):
    return token_losses(logits, targets, mask).sum(-1)


def perplexity(logits, targets, mask):
    losses = token_losses(logits, targets, mask)
    return (losses.sum() / mask.sum().clamp(min=1)).exp()
