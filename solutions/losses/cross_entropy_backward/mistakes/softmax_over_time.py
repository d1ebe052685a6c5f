"""Your softmax runs over dimension 1. For `(N, C)` these are the classes, but for `(B, T, C)` it is time. The classes stand last: `dim=-1`.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(min(1, wide.dim() - 1))
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return (d * counted / counted.sum().clamp(min=1)).to(logits.dtype)
