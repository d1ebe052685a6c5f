"""You divide each row by its sum. The statement takes the probabilities as they are; and through your sum, every probability of a row gets a gradient that does not belong to it.

fails: test_not_normalised_again
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    rows = probs / probs.sum(1, keepdim=True).masked_fill(probs.sum(1, keepdim=True) == 0, 1)
    picked = rows.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).log().mean()
