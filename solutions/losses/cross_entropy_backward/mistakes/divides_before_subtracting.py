"""You divide the probabilities by the number of places and subtract a whole 1 afterwards. Both parts of the gradient belong to the mean: subtract first, or subtract 1 / count.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1) / counted.sum().clamp(min=1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return (d * counted).to(logits.dtype)
