"""You exponentiate the logits as they are. From about 89 on exp overflows in float32, and inf / inf is NaN. Subtract the largest logit of each place first, or let `torch.softmax` do it.

fails: test_large_logits
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    exps = wide.exp()
    d = exps / exps.sum(-1, keepdim=True)
    d = d.scatter_add(-1, places, -torch.ones_like(d))
    return (d * counted / counted.sum().clamp(min=1)).to(logits.dtype)
