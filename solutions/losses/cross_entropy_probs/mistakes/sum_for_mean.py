"""You return the sum over the rows. Loss and gradients then grow with the batch. Divide by the number of rows.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).log().sum()
