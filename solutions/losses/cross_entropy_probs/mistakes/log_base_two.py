"""You take the logarithm to base 2, which measures in bits. The loss here, as everywhere in PyTorch, uses the natural logarithm; yours is larger by the factor 1.44.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).log2().mean()
