"""You clip in place, and the caller's probabilities change with it. Use `clamp`, which returns a new tensor.

fails: test_leaves_arguments_alone
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.clamp_(min=eps).gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.log().mean()
