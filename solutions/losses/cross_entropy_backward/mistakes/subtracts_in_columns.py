"""You subtract 1 at `[:, targets]`, which is every target's column in every row. One number a row is meant: index the rows too, `[arange(N), targets]`, or scatter along the classes.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    flat = targets.reshape(-1)
    counted = flat != ignore_index
    d = wide.reshape(-1, logits.shape[-1]).softmax(-1)
    d[:, flat[counted]] -= 1
    d[~counted] = 0
    return (d / counted.sum().clamp(min=1)).reshape(logits.shape).to(logits.dtype)
