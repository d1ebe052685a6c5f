"""You subtract the largest logit of the whole tensor. A place that lies 100 or more below it underflows to a sum of 0, whose logarithm is -inf. Each place needs its own maximum: `amax(-1, keepdim=True)`.

fails: test_far_apart_places
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    shifted = wide - wide.max() if wide.numel() else wide
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
