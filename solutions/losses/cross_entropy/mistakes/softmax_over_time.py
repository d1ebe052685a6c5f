"""Your sum of exponentials runs over dimension 1. For `(N, C)` these are the classes, but for `(B, T, C)` it is time, and the probabilities of one token no longer sum to one. The classes stand last: `dim=-1`.

fails: test_values
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    dim = min(1, wide.dim() - 1)
    shifted = wide
    if wide.shape[dim]:
        shifted = wide - wide.amax(dim, keepdim=True)
        shifted = shifted - shifted.exp().sum(dim, keepdim=True).log()
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    return ((-picked).masked_fill(~counted, 0).sum() / counted.sum().clamp(min=1)).to(logits.dtype)
