"""You multiply by a one-hot table and average over all N * C of its entries, most of which are 0. The mean is over the N rows; yours is too small by the factor C.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).log().mean() / probs.shape[1]
