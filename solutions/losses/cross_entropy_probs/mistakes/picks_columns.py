"""You index with `probs[:, targets]`, which takes all the target columns for every row: (N, N) numbers in place of (N,). Pair the rows with their targets, `probs[arange(N), targets]`, or use `gather`.

fails: test_values
"""


def cross_entropy_probs(probs, targets, eps=1e-7):
    picked = probs[:, targets]
    return -picked.clamp(min=eps).log().mean()
