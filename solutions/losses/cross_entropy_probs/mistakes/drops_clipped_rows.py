"""You leave rows with a probability below eps out of the mean. These are the model's worst mistakes, and the loss falls when there are more of them. Count them, with -log(eps) each.

fails: test_zero
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    return -picked.clamp(min=eps).log()[picked >= eps].sum() / (picked >= eps).sum().clamp(min=1)
