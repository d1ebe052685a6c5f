"""You return the probabilities and subtract nothing at the targets, so the gradient does not depend on the right answer. The term -z_target of the loss gives -1 at the target of each place.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    return (wide.softmax(-1) * counted / counted.sum().clamp(min=1)).to(logits.dtype)
