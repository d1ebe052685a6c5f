"""You compute in float32 and return float32. For half precision the first is right and the second is not: the gradient comes back in the dtype of the logits. For float64 even the first loses half of the digits.

fails: test_keeps_dtype
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float()
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return d * counted / counted.sum().clamp(min=1)
