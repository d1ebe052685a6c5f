"""You return the mean of 1 - p. It falls as the predictions get better, but its gradient is the same for a small mistake and for a fatal one. Cross entropy takes the logarithm of the probability.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return (1 - picked.clamp(min=eps)).mean()
