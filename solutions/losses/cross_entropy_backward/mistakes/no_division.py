"""You forget that the loss is a mean. Each place's gradient has to be divided by the number of counted places; yours is larger by that factor, and so is every step of training.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return (d * counted).to(logits.dtype)
