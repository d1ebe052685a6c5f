"""You take `coef` and do not use it. Whoever trains the model can then not say how much balance is worth
beside the loss of the task. Multiply the result by it.

fails: test_coef[0.1]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    return 0.01 * n * (f * p).sum()
