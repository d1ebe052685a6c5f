"""You overwrite the ignored targets with a legal class, in the caller's own tensor. The next epoch finds no padding there and trains on it. Make a new tensor, with `torch.where` or `masked_fill`.

fails: test_leaves_arguments_alone
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    targets[targets == ignore_index] = 0
    d = wide.softmax(-1)
    d = d.scatter_add(-1, targets.unsqueeze(-1), -torch.ones_like(d))
    return (d * counted / counted.sum().clamp(min=1)).to(logits.dtype)
