"""You take the logarithm of the probabilities as they are. One that has been rounded to 0 makes the whole mean infinite. Clip from below first: the least that goes into the logarithm is eps.

fails: test_zero
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.log().mean()
