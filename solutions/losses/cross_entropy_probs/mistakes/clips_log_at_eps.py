"""You take the logarithm first and then clip that at eps. Logarithms of probabilities are never above 0, so all of them are raised to eps and the loss is a constant. The PROBABILITY has to be at least eps, before the logarithm.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.log().clamp(min=eps).mean()
