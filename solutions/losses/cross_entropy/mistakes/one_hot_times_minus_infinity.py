"""You multiply log-probabilities by a one-hot vector of the target. The log-probability of a ruled-out class is -inf, and 0 * -inf is NaN. Pick the target's number with `gather`, or choose with `torch.where`.

fails: test_ruled_out_classes
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    shifted = wide - wide.amax(-1, keepdim=True)
    log_probs = shifted - shifted.exp().sum(-1, keepdim=True).log()
    classes = torch.arange(logits.shape[-1], device=logits.device)
    counted = targets != ignore_index
    one_hot = (targets.unsqueeze(-1) == classes) & counted.unsqueeze(-1)
    return (-(log_probs * one_hot).sum() / counted.sum().clamp(min=1)).to(logits.dtype)
