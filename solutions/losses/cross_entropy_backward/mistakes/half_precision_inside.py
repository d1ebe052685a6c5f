"""You work in the dtype of the logits. The probabilities, the difference and the quotient are each rounded to half precision, and small probabilities keep few right digits. Cast to float32 first and round once, at the end.

fails: test_half_is_rounded_once
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = logits.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return d * counted / counted.sum().clamp(min=1)
