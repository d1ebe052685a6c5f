"""You raise 2 to the mean loss. The loss is in nats, so the base is e; with 2 the loss would have to be in bits. A uniform model would not come out as V.

fails: test_perplexity
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
    return 2 ** (losses.sum() / mask.sum().clamp(min=1))
