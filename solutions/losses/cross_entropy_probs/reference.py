"""Cross entropy from probabilities: pick, clip, logarithm, mean.

Shapes: probs (N, C), targets and picked (N,), the result (). The limits: what the model rounded to
0 stays lost, and clipping gives it no gradient. Training wants logits.
"""

from torch import Tensor


def cross_entropy_probs(probs: Tensor, targets: Tensor, eps: float = 1e-7) -> Tensor:
    """Average -log(max(p_target, eps)) over the rows.

    Args:
        probs: (N, C), in [0, 1]
        targets: (N,), int64, the right class of each row
        eps: the least probability that is put into the logarithm

    Returns:
        (), in the dtype of probs
    """
    # 1. One number a row. Picked first, so that the rest works on (N,) and not on (N, C).
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)

    # 2. Clipped BEFORE the logarithm: after it, log(0) = -inf would have an infinite derivative,
    #    and infinity times the clipping's zero is NaN in the backward pass.
    return -picked.clamp(min=eps).log().mean()
