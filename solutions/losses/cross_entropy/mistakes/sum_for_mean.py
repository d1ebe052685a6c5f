"""You return the sum of the losses. Its size, and that of the gradients, grows with the number of tokens in the batch, so the learning rate would have to change with the batch size. Divide by the number of counted places.

fails: test_values
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    shifted = wide - wide.amax(-1, keepdim=True)
    picked = shifted.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    return (shifted.exp().sum(-1).log() - picked).masked_fill(~counted, 0).sum().to(logits.dtype)
