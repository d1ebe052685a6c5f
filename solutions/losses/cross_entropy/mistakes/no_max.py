"""You exponentiate the logits as they are. From about 89 on exp overflows in float32, and the loss becomes inf or NaN. Subtract the largest logit of each place first: it cancels in the difference.

fails: test_large_logits
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    picked = wide.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (wide.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
