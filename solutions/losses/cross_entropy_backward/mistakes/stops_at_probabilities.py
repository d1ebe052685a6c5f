"""You return -1 / p at the targets, the gradient by the PROBABILITIES. It still has to go through the backward pass of softmax, which turns it into p - onehot and removes the division by a number that may be 0.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = torch.zeros_like(wide).scatter(-1, places, -1 / wide.softmax(-1).gather(-1, places))
    return (d.masked_fill(~counted, 0) / counted.sum().clamp(min=1)).to(logits.dtype)
