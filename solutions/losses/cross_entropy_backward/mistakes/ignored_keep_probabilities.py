"""At ignored places you subtract no one-hot and leave the probabilities standing. They push down every logit there, although the place is no part of the loss. Fill the whole row with zeros.

fails: test_ignored_places
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -counted.to(d.dtype).expand_as(d))
    return (d / counted.sum().clamp(min=1)).to(logits.dtype)
