"""Cross entropy backward: probabilities less one-hot targets, over the number of places.

Shapes: logits and dlogits (..., C), targets (...). The limits: targets are class numbers, all
classes weigh the same, and the loss is the mean with nothing behind it (its gradient is 1).
"""

import torch
from torch import Tensor


def cross_entropy_backward(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Differentiate the mean of log(sum(exp(z))) - z_target by the logits.

    Args:
        logits: (..., C), one score for each class; -inf rules a class out
        targets: (...), int64: the right class of each place, or ignore_index
        ignore_index: the target that marks a place as not counted

    Returns:
        (..., C), in the dtype of logits; 0 at ignored places
    """
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)

    # 1. d log(sum(exp(z))) / d z_j = exp(z_j) / sum(exp(z)): the softmax.
    dlogits = torch.softmax(wide.detach(), dim=-1)

    # 2. d (-z_target) / d z_j = -1 at the target. An ignored one may be no legal index: look up
    #    class 0, for step 3 throws the place away.
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    dlogits.scatter_add_(-1, places, dlogits.new_full((1,), -1.0).expand(places.shape))

    # 3. The mean: a counted place has a share of 1 / count, an ignored one none.
    dlogits.div_(counted.sum().clamp(min=1)).masked_fill_(~counted, 0.0)
    return dlogits.to(logits.dtype)
