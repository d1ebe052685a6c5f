"""You replace ignored targets by class 0 to have a legal index, and never take those rows out. The model is trained to answer class 0 at padding. Fill the rows of ignored places with zeros.

fails: test_ignored_places
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return (d / counted.sum().clamp(min=1)).to(logits.dtype)
