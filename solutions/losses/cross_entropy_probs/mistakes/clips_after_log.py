"""You take the logarithm first and clip its result at log(eps). The loss is the same, but the derivative of log at 0 is infinite, and infinity times the zero of the clipping is NaN: one such row destroys the gradient of the batch. Clip BEFORE the logarithm.

fails: test_gradients_of_clipped
"""

import math


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.log().clamp(min=math.log(eps)).mean()
