"""You return the mean logarithm, which is negative. Minimising it makes the right classes less likely. The loss is the NEGATIVE logarithm, 0 at best.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return picked.clamp(min=eps).log().mean()
