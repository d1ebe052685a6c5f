"""You average the probabilities and take the logarithm of the average. One confident row then hides another that is entirely wrong. Take the logarithm of each row first, then the mean.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).mean().log()
