"""You compare the targets with -100 whatever `ignore_index` is. A caller who pads with -1 or with a class of its own gets an index error or gradients at the padding. Compare with the argument.

fails: test_other_ignore_index
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != -100).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = wide.softmax(-1)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return (d * counted / counted.sum().clamp(min=1)).to(logits.dtype)
