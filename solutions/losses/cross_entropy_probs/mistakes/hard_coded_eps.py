"""You take `eps` as an argument and clip at a constant of your own, so what the caller passes has no effect.

fails: test_eps[0.001]
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=1e-7).log().mean()
