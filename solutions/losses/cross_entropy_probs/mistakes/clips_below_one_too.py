"""You clip to the range from eps to 1 - eps. The upper bound guards log(1 - p) in BINARY cross entropy; here it gives a certain and right prediction a loss above 0, and no gradient. The logarithm of 1 needs no guard.

fails: test_one
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps, max=1 - eps).log().mean()
