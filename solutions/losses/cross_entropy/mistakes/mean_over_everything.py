"""You leave ignored places out of the sum and still divide by the number of all places. The more padding a batch holds, the smaller its loss and its gradients become. Divide by the number of counted places.

fails: test_ignored_places
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / max(losses.numel(), 1)).to(logits.dtype)
