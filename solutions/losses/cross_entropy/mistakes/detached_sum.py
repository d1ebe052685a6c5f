"""Your loss is right, and its log of the sum is cut off from the graph. The gradient then raises the target's logit and lowers no other: the term softmax(logits) is missing. Only the maximum may be detached.

fails: test_gradients
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    shifted = wide - wide.amax(-1, keepdim=True).detach()
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.detach().exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
