"""You leave padding out of the sums and divide by all tokens. The means are then too small.

fails: test_padding[(8, 5)]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(logits.shape[:-1].numel(), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
