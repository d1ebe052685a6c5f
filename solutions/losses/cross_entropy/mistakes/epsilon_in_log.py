"""You add a small constant to the probability before its logarithm. The loss is then finite, and wrong: it cannot exceed about 20, and where the model is most mistaken the gradient vanishes. The log of the sum needs no epsilon.

fails: test_certain_and_wrong
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = targets != ignore_index
    exps = (wide - wide.amax(-1, keepdim=True)).exp()
    probs = exps / exps.sum(-1, keepdim=True)
    picked = probs.gather(-1, torch.where(counted, targets, 0).unsqueeze(-1)).squeeze(-1)
    losses = (-(picked + 1e-9).log()).masked_fill(~counted, 0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
