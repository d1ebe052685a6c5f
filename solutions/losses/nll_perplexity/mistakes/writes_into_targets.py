"""You overwrite the masked targets with a legal token, in the caller's own tensor. Make a new one, with `masked_fill` or `where`.

fails: test_leaves_arguments_alone
"""

import torch


def token_losses(logits, targets, mask):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    places = targets.masked_fill_(~mask, 0).unsqueeze(-1)
    losses = -wide.log_softmax(-1).gather(-1, places).squeeze(-1)
    return losses.masked_fill(~mask, 0)


def sequence_nll(logits, targets, mask):
    return token_losses(logits, targets, mask).sum(-1)


def perplexity(logits, targets, mask):
    losses = token_losses(logits, targets, mask)
    return (losses.sum() / mask.sum().clamp(min=1)).exp()
