"""You let the logarithm become -inf and replace it by 0 afterwards. The model is then not punished at all where it is most wrong. Clip the probability before the logarithm, so that the loss is -log(eps).

fails: test_zero
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.log().nan_to_num(neginf=0.0).mean()
