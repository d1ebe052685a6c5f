"""You apply softmax to the probabilities, as if they were logits. They are normalised already; another softmax flattens them towards 1 / C, and the loss can no longer come near 0.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.softmax(1).gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).log().mean()
