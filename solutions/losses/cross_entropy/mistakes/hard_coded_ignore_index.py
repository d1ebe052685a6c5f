"""You take `ignore_index` as an argument and compare with -100 whatever it is. A caller who pads with -1 or with a class of its own trains on the padding, or gets an index error. Compare with the argument.

fails: test_other_ignore_index
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != -100
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
