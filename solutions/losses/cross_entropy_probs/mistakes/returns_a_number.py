"""You detach the result, or turn it into a Python number on the way. Its value is right and nothing can learn from it: stay with tensors until the end.

fails: test_gradients
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    picked = picked.detach()
    return -picked.clamp(min=eps).log().mean()
