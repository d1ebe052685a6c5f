"""You divide by the size of the first dimension. For `(N, C)` that is the number of places, but `(B, T, C)` has B * T of them, and your gradient is too large by the factor T. Count the targets.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    rows = counted.reshape(len(counted), -1)[:, 0] if counted.numel() else counted
    return (d * counted / rows.sum().clamp(min=1)).to(logits.dtype)
