"""Where nothing is counted you return a fresh tensor of 0. It has no history, so `backward()` on such a batch raises an error in the middle of training. Let the zero come out of the same computation, by dividing an empty sum by 1.

fails: test_gradients_all_ignored
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    if not counted.any():
        return torch.zeros((), dtype=logits.dtype, device=logits.device)
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum()).to(logits.dtype)
