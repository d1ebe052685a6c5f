"""Your softmax runs over the tokens. A token shares itself out among the experts: the last dimension.

fails: test_values[(9, 5)-1]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(0)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
