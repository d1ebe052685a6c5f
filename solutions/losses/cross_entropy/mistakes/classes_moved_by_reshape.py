"""You bring `(B, T, C)` logits to rows with a transpose before the reshape, as PyTorch's own `(B, C, T)` layout would need it. Here the classes already stand last, so your rows mix the scores of different tokens. `reshape(-1, C)` alone keeps each token's scores together.

fails: test_values
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    if wide.dim() == 3:
        wide = wide.transpose(1, 2)
    rows, flat = wide.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    counted = flat != ignore_index
    shifted = rows - rows.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, flat, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
