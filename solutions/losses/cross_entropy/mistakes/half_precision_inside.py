"""You work in the dtype of the logits. A float16 sum of exponentials over a large vocabulary exceeds 65504 and becomes inf, and a bfloat16 one keeps three digits at most. Cast half precision to float32 first and the loss back at the end.

fails: test_half_sum_overflows
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    counted = targets != ignore_index
    shifted = logits - logits.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return losses.sum() / counted.sum().clamp(min=1)
