"""Cross entropy from logits: the mean negative log-probability of the right classes.

Shapes: logits (..., C), targets and losses (...), the result (). The limits: targets are class
numbers, all classes weigh the same, and labels are not smoothed.
"""

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Average log(sum(exp(z))) - z_target over the counted places (torch's F.cross_entropy).

    Args:
        logits: (..., C), one score for each class; -inf rules a class out
        targets: (...), int64: the right class of each place, or ignore_index
        ignore_index: the target that marks a place as not counted

    Returns:
        (), in the dtype of logits; 0 where no place is counted
    """
    # A half-precision sum overflows or loses digits: work wider.
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits

    # 1. Shift every place by its own largest logit. It cancels in the difference below, so no
    #    gradient needs to flow through it.
    shifted = wide - wide.detach().amax(dim=-1, keepdim=True)

    # 2. The sum holds exp(0) = 1, so its logarithm is finite.
    log_sums = shifted.exp().sum(dim=-1).log()

    # 3. The target's logit. An ignored target may be no legal index: look up class 0 there.
    counted = targets != ignore_index
    places = torch.where(counted, targets, 0).unsqueeze(-1)
    picked = shifted.gather(-1, places).squeeze(-1)

    # 4. The mean over what is counted. Filling, where a product with 0 would make NaN of inf.
    losses = (log_sums - picked).masked_fill(~counted, 0.0)
    return (losses.sum() / counted.sum().clamp(min=1)).to(logits.dtype)
