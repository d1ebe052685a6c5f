"""You take the exponential of each token's loss and average those. This is the arithmetic mean of 1 / p, which one unlikely token dominates. Average the losses first and take one exponential: the geometric mean.

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
    return torch.where(
        mask.any(),
        (losses.exp() * mask).sum() / mask.sum().clamp(min=1),
        torch.ones_like(losses.sum()),
    )
