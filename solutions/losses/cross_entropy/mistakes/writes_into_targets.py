"""You overwrite the ignored targets with a legal class, in the caller's own tensor. The next epoch finds no padding there and trains on it. Make a new tensor, with `torch.where` or `masked_fill`.

fails: test_leaves_arguments_alone
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    targets[~counted] = 0
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
