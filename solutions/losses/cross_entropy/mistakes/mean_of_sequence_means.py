"""You average within each sequence first and then over the sequences. A token of a short sequence then weighs more than one of a long sequence. Sum over all counted tokens of the batch and divide once.

fails: test_padded_sequences
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    if losses.dim() < 2:
        return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
    means = losses.sum(-1) / counted.sum(-1).clamp(min=1)
    filled = counted.any(-1).sum().clamp(min=1)
    return (means.sum() / filled).to(logits.dtype)
