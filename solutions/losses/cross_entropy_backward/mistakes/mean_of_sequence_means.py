"""You divide each sequence's gradient by its own number of tokens and then by the number of sequences. That is the gradient of a mean of means, in which a token of a short sequence weighs more. Divide once, by the counted tokens of the whole batch.

fails: test_padded_sequences
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d)) * counted
    if targets.dim() < 2:
        return (d / counted.sum().clamp(min=1)).to(logits.dtype)
    d = d / counted.sum(-2, keepdim=True).clamp(min=1)
    return (d / counted.any(-2).sum().clamp(min=1)).to(logits.dtype)
