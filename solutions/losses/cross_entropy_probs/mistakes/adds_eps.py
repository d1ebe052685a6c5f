"""You add eps to the probabilities. A probability of 1 then has a negative loss, and every other loss and gradient is off a little. Clip instead: what lies above eps stays exact.

fails: test_values_float64
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -(picked + eps).log().mean()
