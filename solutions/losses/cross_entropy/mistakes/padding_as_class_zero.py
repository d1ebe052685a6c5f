"""You replace ignored targets by class 0 so that the lookup works, and then count them. The model is trained to answer class 0 wherever there is padding. Throw those losses away, from the sum and from the count.

fails: test_ignored_places
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    if not counted.any():
        return (wide.nan_to_num() * 0).sum().to(logits.dtype)
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    return (shifted.exp().sum(-1).log() - picked).mean().to(logits.dtype)
