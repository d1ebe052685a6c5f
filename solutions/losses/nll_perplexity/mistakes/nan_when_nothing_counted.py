"""You divide by the number of counted tokens without looking whether it is 0, and 0 / 0 is NaN. By our definition the perplexity of nothing is 1: divide by at least 1.

fails: test_nothing_counted
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
    return (losses.sum() / mask.sum()).exp()
