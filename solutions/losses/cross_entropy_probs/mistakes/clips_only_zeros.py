"""You replace probabilities of exactly 0 and leave those between 0 and eps. A smaller probability then has a larger loss than 0 itself has. Everything below eps is raised to eps.

fails: test_below_eps
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.masked_fill(picked == 0, eps).log().mean()
